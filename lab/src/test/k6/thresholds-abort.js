// log: error: thresholds on metrics 'http_req_failed' were crossed; at least one has abortOnFail enabled
// loose
import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  vus: 1,
  duration: '60s',
  thresholds: { http_req_failed: [{ threshold: 'rate<0.5', abortOnFail: true }] },
};

export default function () {
  http.get(`${__ENV.BASE}/status/500`);
  sleep(0.2);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
}
