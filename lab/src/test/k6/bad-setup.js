// log: error: Error: thrown in setup
import http from 'k6/http';

export const options = { iterations: 1 };

export function setup() {
  http.get(`${__ENV.BASE}/echo/setup`);
  throw new Error('thrown in setup');
}

export default function () {
  http.get(`${__ENV.BASE}/echo/never`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
}
