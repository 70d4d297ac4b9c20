// log: error: thresholds on metrics 'http_reqs{status:500}, no_counter, no_gauge, no_trend, ws_connecting' have been crossed
import http from 'k6/http';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

new Counter('no_counter');
new Gauge('no_gauge');
new Rate('no_rate');
new Trend('no_trend');

export const options = {
  iterations: 1,
  thresholds: {
    no_counter: ['count>0'],
    no_gauge: ['value>0'],
    no_rate: ['rate>0'],
    no_trend: ['p(95)>0'],
    ws_connecting: ['max>0'],
    'http_reqs{status:500}': ['count>0'],
  },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
