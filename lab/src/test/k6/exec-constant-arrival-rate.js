// loose
import http from 'k6/http';

export const options = {
  scenarios: {
    arrivals: { executor: 'constant-arrival-rate', rate: 20, timeUnit: '1s', duration: '1s', preAllocatedVUs: 3 },
  },
  thresholds: { iterations: ['count>=20', 'count<=21'], dropped_iterations: ['count==0'] },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
