import http from 'k6/http';
import exec from 'k6/execution';

export const options = {
  scenarios: { shared: { executor: 'shared-iterations', vus: 3, iterations: 8, maxDuration: '20s' } },
};

export default function () {
  http.get(`${__ENV.BASE}/echo?n=${exec.scenario.iterationInTest}`);
}
