import http from 'k6/http';

export const options = {
  iterations: 3,
  minIterationDuration: '200ms',
  thresholds: { iteration_duration: ['max<200'] },
};

export function setup() {
  return Date.now();
}

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}

export function teardown(begun) {
  const ms = Date.now() - begun;
  console.log(ms >= 600 && ms < 900 ? 'three iterations of 200 ms' : `${ms} ms`);
}
