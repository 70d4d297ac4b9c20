// connections
import http from 'k6/http';

export const options = { iterations: 2, noConnectionReuse: true };

export default function () {
  http.get(`${__ENV.BASE}/echo?n=1`);
  http.get(`${__ENV.BASE}/echo?n=2`);
}
