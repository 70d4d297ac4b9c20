// log: error: teardown() execution timed out after 0 seconds
import http from 'k6/http';
import { sleep } from 'k6';

export const options = { iterations: 1, teardownTimeout: '300ms' };

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
  sleep(2);
}
