import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  scenarios: { constant: { executor: 'constant-vus', vus: 3, duration: '1s', gracefulStop: '2s' } },
};

export default function () {
  http.get(`${__ENV.BASE}/echo?iter=${__ITER}`);
  sleep(0.4);
}
