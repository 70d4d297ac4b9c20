// loose
import http from 'k6/http';
import { sleep } from 'k6';
import exec from 'k6/execution';

export const options = {
  executionSegment: '1/3:2/3',
  executionSegmentSequence: '0,1/3,2/3,1',
  scenarios: {
    some: {
      executor: 'ramping-vus',
      startVUs: 2,
      stages: [{ duration: '500ms', target: 11 }, { duration: '700ms', target: 11 }, { duration: '0s', target: 0 }],
      gracefulStop: '0s',
      gracefulRampDown: '0s',
    },
  },
};

let asked = false;

export default function () {
  sleep(0.05);
  if (asked) return;
  asked = true;
  http.get(`${__ENV.BASE}/echo?vu=${exec.vu.idInTest}&here=${exec.vu.idInInstance}`);
}
