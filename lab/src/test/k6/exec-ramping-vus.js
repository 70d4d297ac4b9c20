// loose
import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  scenarios: {
    ramping: {
      executor: 'ramping-vus',
      startVUs: 1,
      stages: [
        { duration: '500ms', target: 4 },
        { duration: '400ms', target: 4 },
        { duration: '0s', target: 1 },
        { duration: '300ms', target: 1 },
      ],
      gracefulRampDown: '1s',
    },
  },
  thresholds: { vus_max: ['value==4'] },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
  sleep(0.1);
}
