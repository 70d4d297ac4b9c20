// log: warning: Request Failed
import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const slow = http.get(`${__ENV.BASE}/delay/1000`, { timeout: 150 });
  check(slow, {
    'status is 0': (r) => r.status === 0,
    'code is 1050': (r) => r.error_code === 1050,
    'says so': (r) => r.error === 'request timeout',
    'no body': (r) => r.body === null,
    'waited about as long': (r) => r.timings.duration > 100 && r.timings.duration < 600,
  });
  check(http.get(`${__ENV.BASE}/delay/600`, { timeout: '0.2s' }), { 'text too': (r) => r.error_code === 1050 });
  check(http.get(`${__ENV.BASE}/delay/50`, { timeout: '1m' }), { 'in time': (r) => r.status === 200 });
}
