// log: warning: Insufficient VUs
// loose
import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  scenarios: {
    arrivals: {
      executor: 'constant-arrival-rate',
      rate: 10,
      duration: '1s',
      preAllocatedVUs: 1,
      maxVUs: 2,
      gracefulStop: '3s',
    },
  },
  thresholds: { dropped_iterations: ['count>=7', 'count<=9'], iterations: ['count==2'] },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
  sleep(1.5);
}
