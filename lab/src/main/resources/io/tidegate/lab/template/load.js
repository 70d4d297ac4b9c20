// A load test: is it fast enough at the load that is expected?
//   ./tidegate lab run THIS_FILE             (k6 run THIS_FILE does the same)
// Change: USERS to as many people as are there at once on a usual day; what they do; what is fast enough.
import http from 'k6/http';
import { check, sleep } from 'k6';

const url = __ENV.URL || TARGET_URL;
const users = Number(__ENV.USERS || 50);

export const options = {
  // A closed model: so many people, who ask again when they have their answer and have thought about it.
  stages: [
    { duration: '1m', target: users }, // they come
    { duration: __ENV.DURATION || '5m', target: users }, // the plateau: figures of this part are the result
    { duration: '30s', target: 0 }, // they go
  ],
  // Without a threshold a run cannot fail. http_req_duration counts errors too, and those are often fast.
  thresholds: {
    http_req_failed: ['rate<0.01'],
    'http_req_duration{expected_response:true}': ['p(95)<500', 'p(99)<1500'],
    checks: ['rate>0.99'],
  },
};

export default function () {
  const reply = http.get(url, { tags: { name: 'page' } });
  check(reply, {
    'is 200': r => r.status === 200,
    'has a body': r => r.body && r.body.length > 0, // look for something that only a good answer has
  });
  sleep(0.5 + Math.random()); // people think; always the same time would make them march in step
}
