// log: error
import exec from 'k6/execution';
import http from 'k6/http';

export const options = { iterations: 1 };

export function setup() {
  http.get(`${__ENV.BASE}/echo/setup`);
  exec.test.abort();
}

export default function () {
  http.get(`${__ENV.BASE}/echo/never`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
}
