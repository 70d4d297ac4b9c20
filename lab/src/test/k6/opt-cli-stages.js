// args: --stage 300ms:1,300ms:1
// loose
import http from 'k6/http';
import { sleep } from 'k6';

export const options = { iterations: 1000, vus: 50 };

export default function () {
  http.get(`${__ENV.BASE}/echo`);
  sleep(0.2);
}
