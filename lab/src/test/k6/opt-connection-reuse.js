// connections
import http from 'k6/http';

export const options = { scenarios: { each: { executor: 'per-vu-iterations', vus: 2, iterations: 3 } } };

export default function () {
  http.get(`${__ENV.BASE}/echo?n=1`);
  http.post(`${__ENV.BASE}/echo?n=2`, 'body');
  http.get(`${__ENV.BASE}/chunked/100`);
}
