import http from 'k6/http';

let count = 0;
const seen = [];

export const options = {
  scenarios: { each: { executor: 'per-vu-iterations', vus: 2, iterations: 3 } },
};

export default function () {
  count++;
  seen.push(__ITER);
  http.get(`${__ENV.BASE}/echo?count=${count}&seen=${seen.join('')}`);
}
