// A spike test: does it survive a sudden rush, and how long does it take to recover?
//   ./tidegate lab run THIS_FILE             (k6 run THIS_FILE does the same)
// Change: RATE to the visits a second of a usual minute, RUSH to those of the minute in which a sale opens.
// Read: response times (from the intended start) in the rush, and when they are back to what they were before it.
import http from 'k6/http';
import { check } from 'k6';

const url = __ENV.URL || TARGET_URL;
const rate = Number(__ENV.RATE || 10);
const rush = Number(__ENV.RUSH || 200);

export const options = {
  scenarios: {
    visits: {
      // An open model: people come whether the site is slow or not. No sleep() is needed, the rate is the pace.
      executor: 'ramping-arrival-rate',
      startRate: rate,
      timeUnit: '1s',
      stages: [
        { duration: '1m', target: rate }, // before
        { duration: '5s', target: rush }, // it opens
        { duration: __ENV.DURATION || '1m', target: rush }, // the rush
        { duration: '5s', target: rate },
        { duration: '2m', target: rate }, // after: does it recover?
      ],
      // As many users as visits that are under way at once: the rate times the longest answer, here 5 s.
      preAllocatedVUs: 5 * rate,
      maxVUs: 5 * rush,
    },
  },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    dropped_iterations: ['count<1'], // a visit for which no user was free; they would be missing in the times
    checks: ['rate>0.99'],
  },
};

export default function () {
  const reply = http.get(url, { tags: { name: 'page' } });
  check(reply, {
    'is 200': r => r.status === 200,
    'has a body': r => r.body && r.body.length > 0, // look for something that only a good answer has
  });
}
