import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  scenarios: {
    shared: { executor: 'shared-iterations', vus: 2, iterations: 100, maxDuration: '1s', gracefulStop: '100ms' },
  },
};

export default function () {
  http.get(`${__ENV.BASE}/echo?iter=${__ITER}`);
  sleep(0.7);
}
