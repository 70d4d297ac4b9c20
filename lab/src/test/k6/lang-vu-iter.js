import http from 'k6/http';

const vuAtInit = __VU;

export const options = {
  scenarios: { each: { executor: 'per-vu-iterations', vus: 3, iterations: 2 } },
};

export function setup() {
  console.log('setup', __VU, typeof __ITER);
}

export default function () {
  http.get(`${__ENV.BASE}/echo?vu=${__VU}&iter=${__ITER}&init=${vuAtInit === __VU}`);
}

export function teardown() {
  console.log('teardown', __VU, typeof __ITER);
}
