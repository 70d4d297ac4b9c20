// args: --execution-segment 0:1/10 --execution-segment-sequence 0,1/10,1
// log: warning: No script iterations fully finished
import http from 'k6/http';

export const options = { scenarios: { one: { executor: 'per-vu-iterations', vus: 1, iterations: 2 } } };

export function setup() {
  http.get(`${__ENV.BASE}/echo?n=setup`);
}

export default function () {
  http.get(`${__ENV.BASE}/echo?n=never`);
}
