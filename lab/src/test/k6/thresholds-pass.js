import http from 'k6/http';
import { check } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const counter = new Counter('a_counter');
const gauge = new Gauge('a_gauge');
const rate = new Rate('a_rate');
const trend = new Trend('a_trend');

export const options = {
  iterations: 4,
  thresholds: {
    http_req_duration: ['p(95)<60000', 'avg<60000', 'med<60000', 'min>=0', 'max<60000', 'p(99.99)<60000'],
    http_req_failed: ['rate==0'],
    checks: ['rate>=0.5', 'rate<=0.5', 'rate!=1'],
    a_counter: ['count===8', 'count>7', 'rate>0'],
    a_gauge: ['value==3'],
    a_rate: ['rate<0.75'],
    a_trend: ['avg==1.5', 'min==0', 'max == 3', 'med < 1.6', 'p(90)<=2.8', 'p(0)==0', 'p(100)==3'],
    iterations: ['count==4'],
  },
};

export default function () {
  const response = http.get(`${__ENV.BASE}/echo`);
  check(response, { ok: (r) => r.status === 200, odd: (r) => r.status === 201 });
  counter.add(2);
  gauge.add(__ITER);
  rate.add(__ITER % 2);
  trend.add(__ITER);
}
