import exec from 'k6/execution';

// Says once in a run what the short options have become.
export default function () {
  if (exec.scenario.iterationInTest > 0) return;
  const { scenarios, thresholds, vus, iterations, duration, stages } = exec.test.options;
  const one = scenarios.default;
  console.log(Object.keys(scenarios).join(), Object.keys(one).sort().map((name) => `${name}=${JSON.stringify(one[name])}`).join());
  console.log(thresholds, vus, iterations, duration, stages);
}
