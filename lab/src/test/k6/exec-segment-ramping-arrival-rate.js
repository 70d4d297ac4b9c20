// loose
import http from 'k6/http';
import exec from 'k6/execution';

export const options = {
  executionSegment: '1/4:3/4',
  executionSegmentSequence: '0,1/4,3/4,1',
  scenarios: { part: { executor: 'ramping-arrival-rate', startRate: 10, stages: [{ duration: '2s', target: 30 }], preAllocatedVUs: 7 } },
};

export default function () {
  const n = exec.scenario.iterationInTest;
  if (n < 36) http.get(`${__ENV.BASE}/echo?n=${n}`);
}
