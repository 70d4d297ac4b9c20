// log: error: ReferenceError: responseBodystatus is not defined
import http from 'k6/http';
import { check, fail } from 'k6';

export const options = { iterations: 3 };

export default function () {
  const response = http.get(`${__ENV.BASE}/status/50${__ITER}`);
  if (!check(response, { 'is 200': (r) => r.status === 200 })) fail(`status ${responseBodystatus}`);
}
