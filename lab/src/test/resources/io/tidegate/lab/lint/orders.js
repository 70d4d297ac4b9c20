// Written as for a browser, with a threshold on a metric that nothing makes.
import http from 'k6/http';
import { check } from 'k6';
import { Trend } from 'k6/metrics';

const waiting = new Trend('order_waiting', true);
const token = fetch('http://localhost:8000/token');

export const options = {
  scenarios: {
    orders: { executor: 'ramping-arrival-rate', preAllocatedVUs: 50, exec: 'order', stages: [
      { duration: '1m', target: 10 }, { duration: '5m', target: 10 },
    ] },
  },
  thresholds: { order_wait: ['p(95)<500'], order_waiting: ['p95<500'] },
};

const login = http.post('http://localhost:8000/login');

export function orders() {
  const reply = http.post(http.url`http://localhost:8000/orders/${__VU}`, JSON.stringify({ token, login }));
  waiting.add(reply.timings.waiting);
  check(reply, { created: r => r.status === 201 });
}
