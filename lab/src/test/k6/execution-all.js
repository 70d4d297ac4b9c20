import exec from 'k6/execution';
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  scenarios: {
    each: { executor: 'per-vu-iterations', vus: 2, iterations: 2, tags: { kind: 'own' } },
  },
};

function attempt(what, f) {
  try {
    console.log(what, JSON.stringify(f()));
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export function setup() {
  attempt('scenario in setup', () => exec.scenario.name);
  attempt('vu in setup', () => exec.vu.idInTest);
  attempt('options in setup', () => exec.test.options.scenarios.each.vus);
}

export default function () {
  const { scenario, instance, vu, test } = exec;
  http.get(`${__ENV.BASE}/echo?vu=${vu.idInTest}&i=${vu.iterationInScenario}&all=${scenario.iterationInTest >= 0}`);
  console.log(scenario.name, scenario.executor, typeof scenario.startTime, scenario.progress >= 0 && scenario.progress <= 1);
  console.log(vu.idInInstance === vu.idInTest, vu.iterationInInstance, vu.iterationInScenario, Object.entries(vu.tags).sort().join());
  console.log(Object.keys(scenario).sort().join(), Object.keys(instance).sort().join());
  console.log(Object.keys(vu).sort().join(), Object.keys(test).sort().join());
  check(instance, {
    vusActive: (i) => i.vusActive >= 1 && i.vusActive <= 2,
    vusInitialized: (i) => i.vusInitialized === 2,
    iterationsCompleted: (i) => i.iterationsCompleted >= 0 && i.iterationsCompleted <= 3,
    iterationsInterrupted: (i) => i.iterationsInterrupted === 0,
    currentTestRunDuration: (i) => i.currentTestRunDuration > 0 && i.currentTestRunDuration < 5000,
    'starts now': () => Math.abs(Date.now() - scenario.startTime) < 5000,
    'iterations in test differ': () => scenario.iterationInInstance === scenario.iterationInTest,
  });
  attempt('options', () => test.options.scenarios.each.iterations);
}
