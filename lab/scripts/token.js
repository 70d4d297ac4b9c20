// Tokens: each user joins the line and asks where it is until it is let in.
//   ./tidegate lab run -e BASE=http://localhost:8081 lab/scripts/token.js
import http from 'k6/http';
import { check, sleep } from 'k6';
import { Trend } from 'k6/metrics';
import exec from 'k6/execution';

const base = __ENV.BASE || 'http://localhost:8081';
const admitted = new Trend('time_until_let_in', true);

export const options = {
  scenarios: {
    joins: {
      executor: 'constant-arrival-rate',
      rate: Number(__ENV.RATE || 50),
      duration: __ENV.DURATION || '30s',
      preAllocatedVUs: 100,
      maxVUs: 1000,
    },
  },
  thresholds: { http_req_failed: ['rate<0.001'], checks: ['rate>0.999'] },
};

export default function () {
  const user = 1000 + exec.scenario.iterationInTest;
  const joined = Date.now();
  const issued = http.post(`${base}/api/v1/user/${user}/queue/token/issue`, null, { tags: { name: 'issue' } });
  if (!check(issued, { 'a token is issued': r => r.status < 300 && r.json('waitingToken') !== undefined })) return;
  const headers = { waitingToken: issued.json('waitingToken') };
  for (let asks = 0; asks < 60; asks++) {
    const place = http.get(`${base}/api/v1/user/queue/token/query`, { headers, tags: { name: 'query' } });
    if (!check(place, { 'the place is known': r => r.status === 200 })) return;
    if (place.json('state') === 'ACTIVE') {
      admitted.add(Date.now() - joined);
      return;
    }
    sleep(1);
  }
}
