// log: warning: Request Failed
import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const refused = http.get(`${__ENV.BASE_TLS}/echo/unknown`);
  console.log(refused.error_code);
  check(refused, {
    'an unknown authority is an error': (r) => r.status === 0 && r.error_code === 1000,
    'it says so': (r) => r.error.includes('x509'),
  });
}
