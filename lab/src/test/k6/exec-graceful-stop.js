import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  scenarios: {
    patient: { executor: 'constant-vus', vus: 1, duration: '1s', gracefulStop: '5s', exec: 'patient' },
    hasty: { executor: 'constant-vus', vus: 2, duration: '1s', gracefulStop: '0s', exec: 'hasty' },
  },
};

export function patient() {
  http.get(`${__ENV.BASE}/echo/patient?iter=${__ITER}`);
  sleep(1.3);
  http.get(`${__ENV.BASE}/echo/patient-end?iter=${__ITER}`);
}

export function hasty() {
  http.get(`${__ENV.BASE}/echo/hasty?iter=${__ITER}`);
  sleep(1.3);
  http.get(`${__ENV.BASE}/echo/hasty-end?iter=${__ITER}`);
}
