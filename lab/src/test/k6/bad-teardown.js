// log: error: TypeError
import http from 'k6/http';

export const options = { iterations: 1, thresholds: { iterations: ['count==5'] } };

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}

export function teardown() {
  undefined.nothing();
}
