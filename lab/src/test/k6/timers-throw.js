// log: error: Error: in a timer
import http from 'k6/http';

export const options = { iterations: 2 };

export default function () {
  setTimeout(() => {
    throw new Error('in a timer');
  }, 10);
  setTimeout(() => http.get(`${__ENV.BASE}/echo/never`), 50);
  http.get(`${__ENV.BASE}/echo/first`);
}
