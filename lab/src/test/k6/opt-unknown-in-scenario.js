// log: error
import http from 'k6/http';

export const options = { scenarios: { s: { executor: 'shared-iterations', vus: 1, iterations: 1, rate: 3 } } };

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
