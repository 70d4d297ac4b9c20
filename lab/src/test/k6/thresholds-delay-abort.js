// log: error: thresholds on metrics 'http_req_failed' have been crossed
// loose
import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  vus: 1,
  duration: '2500ms',
  thresholds: {
    http_req_failed: [{ threshold: 'rate<0.5', abortOnFail: true, delayAbortEval: '10s' }],
  },
};

export default function () {
  http.get(`${__ENV.BASE}/status/500`);
  sleep(0.5);
}
