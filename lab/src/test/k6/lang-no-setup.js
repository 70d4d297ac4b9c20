// args: --no-setup --no-teardown
import http from 'k6/http';

export function setup() {
  http.get(`${__ENV.BASE}/echo/setup`);
  return 'never';
}

export default function (data) {
  http.get(`${__ENV.BASE}/echo?data=${typeof data}`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
}
