// loose
import http from 'k6/http';

export const options = {
  scenarios: {
    arrivals: {
      executor: 'ramping-arrival-rate',
      startRate: 10,
      timeUnit: '1s',
      preAllocatedVUs: 8,
      maxVUs: 10,
      stages: [
        { duration: '1s', target: 30 },
        { duration: '500ms', target: 30 },
      ],
    },
  },
  thresholds: { iterations: ['count>=33', 'count<=36'] },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
