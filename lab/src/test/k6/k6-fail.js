// log: error: no more of this
import http from 'k6/http';
import { check, fail } from 'k6';

export const options = { iterations: 3 };

export default function () {
  const response = http.get(`${__ENV.BASE}/echo`);
  if (!check(response, { 'is 201': (r) => r.status === 201 }) && __ITER === 1) fail('no more of this');
  http.get(`${__ENV.BASE}/echo/after`);
  try {
    fail();
  } catch (e) {
    console.log('fail throws', typeof e, String(e));
  }
}
