// log: error
import exec from 'k6/execution';
import http from 'k6/http';

export const options = { iterations: 3 };

export default function () {
  http.get(`${__ENV.BASE}/echo?n=${__ITER}`);
  if (__ITER === 1) exec.test.fail('it is not right');
  http.get(`${__ENV.BASE}/echo/after?n=${__ITER}`);
}
