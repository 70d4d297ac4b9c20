import http from 'k6/http';
import exec from 'k6/execution';

export const options = {
  executionSegment: '1/4:3/4',
  executionSegmentSequence: '0,1/4,3/4,1',
  scenarios: { part: { executor: 'per-vu-iterations', vus: 7, iterations: 3 } },
};

export default function () {
  http.get(`${__ENV.BASE}/echo?n=${exec.scenario.iterationInTest}`);
}
