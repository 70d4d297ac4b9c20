// A rush for coupons at a fixed rate, with fewer users than that needs.
import http from 'k6/http';
import { sleep } from 'k6';

const BASE = __ENV.BASE || 'http://localhost:8080';

export const options = {
  scenarios: {
    rush: {
      executor: 'constant-arrival-rate',
      rate: 1000,
      timeUnit: '1s',
      duration: '1m',
      preAllocatedVUs: 100,
      exec: 'issue',
    },
  },
  thresholds: {
    http_req_failed: ['rate<=1'],
    checks: ['rate>0.9'],
    'http_req_duration{scenario:rash}': ['p(95)<500'],
  },
};

export function issue() {
  const couponId = 7;
  http.post(`${BASE}/coupons/${couponId}/issue?user=${__VU}-${__ITER}`, null);
  sleep(1);
}
