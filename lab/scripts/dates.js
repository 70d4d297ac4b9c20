// Reading: concerts' dates and seats, as people look around before they choose.
//   ./tidegate lab run -e BASE=http://localhost:8081 lab/scripts/dates.js
import http from 'k6/http';
import { check, fail, sleep } from 'k6';

const base = __ENV.BASE || 'http://localhost:8081';
const concerts = Number(__ENV.CONCERTS || 500);

export const options = {
  stages: [
    { duration: '5s', target: Number(__ENV.USERS || 50) },
    { duration: __ENV.DURATION || '30s', target: Number(__ENV.USERS || 50) },
  ],
  thresholds: {
    'http_req_duration{name:dates}': ['p(95)<200'],
    'http_req_duration{name:seats}': ['p(95)<200'],
    http_req_failed: ['rate<0.001'],
  },
};

export function setup() {
  const issued = http.post(`${base}/api/v1/user/1/queue/token/issue`);
  if (issued.status >= 300) fail(`no token: ${issued.status}`);
  return { waitingToken: issued.json('waitingToken') };
}

export default function (headers) {
  const concert = 1 + Math.floor(Math.random() * concerts);
  const dates = http.get(`${base}/api/v1/concert/${concert}/date`, { headers, tags: { name: 'dates' } });
  check(dates, { 'dates come': r => r.status === 200 });
  const seats = http.get(`${base}/api/v1/concert/${concert}/seat`, { headers, tags: { name: 'seats' } });
  check(seats, { 'seats come': r => r.status === 200 });
  sleep(0.5 + Math.random());
}
