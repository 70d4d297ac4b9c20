import http from 'k6/http';

export const options = { scenarios: { each: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } };

export function setup() {
  http.get(`${__ENV.BASE}/cookies/set?setup=s`);
}

export default function () {
  http.get(`${__ENV.BASE}/cookies`);
  http.get(`${__ENV.BASE}/cookies/set?vu${__VU}=i${__ITER}`);
}

export function teardown() {
  http.get(`${__ENV.BASE}/cookies`);
}
