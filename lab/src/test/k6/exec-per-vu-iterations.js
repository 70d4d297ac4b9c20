import http from 'k6/http';
import exec from 'k6/execution';

export const options = {
  scenarios: { each: { executor: 'per-vu-iterations', vus: 3, iterations: 3, maxDuration: '20s' } },
};

export default function () {
  const { idInTest, iterationInScenario } = exec.vu;
  http.get(`${__ENV.BASE}/echo?vu=${idInTest}&iter=${iterationInScenario}`);
}
