// loose
// args: --tag from=cli
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    a: { executor: 'constant-arrival-rate', rate: 5, duration: '1s', preAllocatedVUs: 1, exec: 'tell', env: { A: 'b' }, tags: { t: 'u' } },
    b: { executor: 'ramping-arrival-rate', startRate: 1, timeUnit: '1s', stages: [{ target: 2, duration: '1s' }], preAllocatedVUs: 1, maxVUs: 3 },
    c: { executor: 'per-vu-iterations', vus: 1, iterations: 1, gracefulStop: '1s' },
    d: { executor: 'constant-vus', vus: 1, duration: '1s', exec: 'wait' },
    e: { executor: 'ramping-vus', stages: [{ duration: '1s', target: 1 }], startVUs: 1, gracefulRampDown: '2s', exec: 'wait' },
  },
  thresholds: { iterations: ['count>0', { threshold: 'count>1', abortOnFail: true }] },
  setupTimeout: '5s',
  userAgent: 'own',
  hosts: { 'a.test': '127.0.0.1' },
};

const sorted = (value) =>
  JSON.stringify(value, (_, one) =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.keys(one).sort().map((name) => [name, one[name]]))
      : one);

export function tell() {
  if (exec.scenario.iterationInTest > 0) return;
  const { scenarios, ...others } = exec.test.options;
  for (const name of Object.keys(scenarios).sort()) console.log(name, sorted(scenarios[name]));
  for (const name of Object.keys(others).sort()) console.log(name, sorted(others[name]));
}

export const wait = () => sleep(0.3);

export default function () {}
