// stdout shape
import http from 'k6/http';
import { check, group } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const counter = new Counter('my_counter');
const gauge = new Gauge('my_gauge');
const rate = new Rate('my_rate');
const trend = new Trend('my_trend');
const waiting = new Trend('my_waiting', true);

export const options = {
  iterations: 4,
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'http_req_duration{group:::buy}': ['p(95)<60000', 'max<60000'],
    my_counter: ['count>3'],
  },
};

export default function () {
  group('buy', () => {
    check(http.get(`${__ENV.BASE}/echo`), { ok: (r) => r.status === 200, never: () => false });
  });
  counter.add(1);
  gauge.add(__ITER);
  rate.add(__ITER > 1);
  trend.add(__ITER * 10);
  waiting.add(1234);
}
