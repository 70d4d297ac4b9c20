import { check, group, sleep } from 'k6';
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';

const orders = new Counter('orders');
const took = new Trend('order_took', true);

export const options = {
  thresholds: { http_req_failed: ['rate<0.01'], 'http_req_duration{name:list}': ['p(95)<60000'] },
};

export function setup() {
  return { token: 'rehearsed' };
}

export default function (data) {
  const page = http.get(`${__ENV.BASE}/`);
  check(page, { 'is 200': r => r.status === 200, 'has a body': r => r.body.length > 0 });
  group('order', () => {
    const list = http.get(`${__ENV.BASE}/list?page=${exec.vu.iterationInScenario % 10}`, {
      headers: { Accept: 'application/json', Authorization: `Bearer ${data.token}` }, tags: { name: 'list' },
    });
    check(list, { 'is JSON': r => typeof r.json() === 'object' });
    const order = http.post(`${__ENV.BASE}/orders`, JSON.stringify({ seat: __ITER, user: __VU }), {
      headers: { 'Content-Type': 'application/json' }, tags: { name: 'order' },
    });
    if (check(order, { 'is taken': r => r.json('id') === undefined })) orders.add(1, { kind: 'rehearsed' });
    took.add(order.timings.duration);
  });
  sleep(0.0001);
}
