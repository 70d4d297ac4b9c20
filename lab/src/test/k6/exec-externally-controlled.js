import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  scenarios: { outside: { executor: 'externally-controlled', vus: 2, maxVUs: 3, duration: '1s' } },
};

export default function () {
  http.get(`${__ENV.BASE}/echo?iter=${__ITER}`);
  sleep(0.6);
}
