import http from 'k6/http';
import exec from 'k6/execution';

export const options = { vus: 3, iterations: 7 };

export default function () {
  http.get(`${__ENV.BASE}/echo?n=${exec.scenario.iterationInTest}`);
}
