import http from 'k6/http';
import { sleep } from 'k6';

export const options = { vus: 2, duration: '1s' };

export default function () {
  http.get(`${__ENV.BASE}/echo?iter=${__ITER}`);
  sleep(0.6);
}
