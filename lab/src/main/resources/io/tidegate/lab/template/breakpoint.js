// A breakpoint test: at what rate does it break? It stops there by itself.
//   ./tidegate lab run THIS_FILE             (k6 run THIS_FILE does the same)
// Change: RATE to a rate that must be too much, DURATION so that the rate rises slowly: no more than a tenth a minute.
// Read: the rate at which the run ended. Confirm it with a plateau at nine tenths of that (lab new load).
import http from 'k6/http';
import { check } from 'k6';

const url = __ENV.URL || TARGET_URL;
const rate = Number(__ENV.RATE || 1000);

export const options = {
  scenarios: {
    climb: {
      // The executor must stand in a scenario. At the top level k6 ignores it, and runs a closed model.
      executor: 'ramping-arrival-rate',
      startRate: 1,
      timeUnit: '1s',
      stages: [{ duration: __ENV.DURATION || '20m', target: rate }],
      preAllocatedVUs: 100,
      maxVUs: 2 * rate, // as many as are under way at once when an answer takes 2 s: slower is broken anyway
    },
  },
  thresholds: {
    http_req_failed: [{ threshold: 'rate<0.05', abortOnFail: true, delayAbortEval: '10s' }],
    http_req_duration: [{ threshold: 'p(95)<2000', abortOnFail: true, delayAbortEval: '10s' }],
    dropped_iterations: [{ threshold: 'count<100', abortOnFail: true }],
    checks: ['rate>0.95'],
  },
};

export default function () {
  const reply = http.get(url, { tags: { name: 'page' } });
  check(reply, {
    'is 200': r => r.status === 200,
    'has a body': r => r.body && r.body.length > 0, // look for something that only a good answer has
  });
}
