// log: error: test aborted: enough of it
import exec from 'k6/execution';
import http from 'k6/http';

export const options = { iterations: 10 };

export default function () {
  http.get(`${__ENV.BASE}/echo?n=${__ITER}`);
  if (__ITER === 2) exec.test.abort('enough of it');
  http.get(`${__ENV.BASE}/echo/after?n=${__ITER}`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/echo/teardown`);
}
