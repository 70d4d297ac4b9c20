// log: error: Error: a check throws
import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 2 };

export default function () {
  http.get(`${__ENV.BASE}/echo/before`);
  check(null, {
    first: () => true,
    throws: () => {
      throw new Error('a check throws');
    },
    never: () => true,
  });
  http.get(`${__ENV.BASE}/echo/never`);
}
