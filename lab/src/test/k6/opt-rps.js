import http from 'k6/http';

export const options = { vus: 4, iterations: 8, rps: 10 };

export function setup() {
  return Date.now();
}

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}

export function teardown(begun) {
  const ms = Date.now() - begun;
  console.log(ms > 600 && ms < 1500 ? 'at ten a second' : `in ${ms} ms`);
}
