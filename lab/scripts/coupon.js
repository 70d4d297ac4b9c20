// A rush: everybody wants one of a thousand coupons, once. None is given twice, and no more than there are.
//   ./tidegate lab run -e BASE=http://localhost:8081 lab/scripts/coupon.js
import http from 'k6/http';
import { check } from 'k6';
import { Counter } from 'k6/metrics';
import exec from 'k6/execution';

const base = __ENV.BASE || 'http://localhost:8081';
const issued = new Counter('coupons_issued');
const refused = new Counter('coupons_refused');
const wants = { headers: { 'Content-Type': 'application/json' }, tags: { name: 'issue' } };

// Sold out is an answer, and no failure.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 409, 410));

export const options = {
  scenarios: {
    rush: { executor: 'shared-iterations', vus: Number(__ENV.USERS || 200), iterations: Number(__ENV.PEOPLE || 5000) },
  },
  thresholds: {
    coupons_issued: [`count<=${__ENV.UNITS || 1000}`],
    http_req_failed: ['rate<0.001'],
    checks: ['rate>0.999'],
  },
};

export default function () {
  const userId = Number(__ENV.FIRST || 100000) + exec.scenario.iterationInTest;
  const reply = http.post(`${base}/api/v1/coupon/issue`, JSON.stringify({ userId }), wants);
  check(reply, { 'an answer, yes or no': r => r.status < 500 && r.status !== 0 });
  if (reply.status < 300) issued.add(1);
  else refused.add(1);
}
