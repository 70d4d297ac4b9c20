// log: error: thresholds on metrics 'a_trend, http_req_failed' have been crossed
// stdout shape
import http from 'k6/http';
import { Trend } from 'k6/metrics';

const trend = new Trend('a_trend');

export const options = {
  iterations: 2,
  thresholds: { http_req_failed: ['rate<0.1'], a_trend: ['max<5', 'max>5'], http_reqs: ['count==2'] },
};

export default function () {
  http.get(`${__ENV.BASE}/status/500`);
  trend.add(10);
}
