import http from 'k6/http';

export const options = {
  scenarios: { each: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } },
};

export function setup() {
  http.get(`${__ENV.BASE}/echo/setup`);
  return { token: 't-1', list: [1, 2], at: new Date(0), nothing: undefined };
}

export default function (data) {
  http.post(`${__ENV.BASE}/echo/default`, JSON.stringify(data));
  data.token = `changed in ${__ITER}`;
  data.list.push(3);
}

export function teardown(data) {
  http.post(`${__ENV.BASE}/echo/teardown`, JSON.stringify(data));
}
