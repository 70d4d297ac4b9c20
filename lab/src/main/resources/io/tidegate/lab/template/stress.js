// A stress test: what happens beyond the load that is expected, step by step?
//   ./tidegate lab run THIS_FILE             (k6 run THIS_FILE does the same)
// Change: USERS to what a usual day has; the steps are one, two, three and four times that.
// Read: at which step the rate no longer rises while times do. From there on users only wait for each other.
import http from 'k6/http';
import { check, sleep } from 'k6';

const url = __ENV.URL || TARGET_URL;
const users = Number(__ENV.USERS || 50);
const hold = __ENV.DURATION || '2m'; // long enough for a step to settle

export const options = {
  stages: [1, 2, 3, 4].flatMap(times => [
    { duration: '30s', target: times * users },
    { duration: hold, target: times * users },
  ]).concat({ duration: '1m', target: 0 }), // does it recover?
  thresholds: {
    http_req_failed: ['rate<0.05'],
    'http_req_duration{expected_response:true}': ['p(95)<2000'],
    checks: ['rate>0.95'],
  },
};

export default function () {
  const reply = http.get(url, { tags: { name: 'page' } });
  check(reply, {
    'is 200': r => r.status === 200,
    'has a body': r => r.body && r.body.length > 0, // look for something that only a good answer has
  });
  sleep(0.5 + Math.random());
}
