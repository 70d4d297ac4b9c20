// A soak test: does it stay the same for hours? It finds leaks, logs that fill a disk, connections that are not given back.
//   ./tidegate lab run --out-dir soak THIS_FILE      (k6 run THIS_FILE does the same)
// Change: USERS to half of what a load test has shown to be good; DURATION to a night.
// Read: the curves over time. They must be level: a slope is what this test is for.
import http from 'k6/http';
import { check, sleep } from 'k6';

const url = __ENV.URL || TARGET_URL;
const users = Number(__ENV.USERS || 25);

export const options = {
  stages: [
    { duration: '5m', target: users },
    { duration: __ENV.DURATION || '8h', target: users },
    { duration: '1m', target: 0 },
  ],
  thresholds: {
    http_req_failed: ['rate<0.001'],
    'http_req_duration{expected_response:true}': ['p(95)<500', 'p(99)<1500'],
    checks: ['rate>0.999'],
  },
};

export default function () {
  const reply = http.get(url, { tags: { name: 'page' } });
  check(reply, {
    'is 200': r => r.status === 200,
    'has a body': r => r.body && r.body.length > 0, // look for something that only a good answer has
  });
  sleep(1 + Math.random());
}
