// log: error: setup() execution timed out after 0 seconds
import http from 'k6/http';
import { sleep } from 'k6';

export const options = { iterations: 1, setupTimeout: '300ms' };

export function setup() {
  http.get(`${__ENV.BASE}/echo/setup`);
  sleep(2);
}

export default function () {
  http.get(`${__ENV.BASE}/echo/never`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
}
