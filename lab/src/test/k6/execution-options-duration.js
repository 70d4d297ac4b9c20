// loose
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = { duration: '1s' };

export default function () {
  if (exec.scenario.iterationInTest === 0) {
    const { scenarios, thresholds, vus, iterations, duration, stages } = exec.test.options;
    const one = scenarios.default;
    console.log(Object.keys(scenarios).join(), Object.keys(one).sort().map((name) => `${name}=${JSON.stringify(one[name])}`).join());
    console.log(thresholds, vus, iterations, duration, stages);
  }
  sleep(0.6);
}
