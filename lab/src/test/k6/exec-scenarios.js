import http from 'k6/http';
import exec from 'k6/execution';

export const options = {
  scenarios: {
    browse: {
      executor: 'per-vu-iterations',
      vus: 2,
      iterations: 2,
      exec: 'browse',
      env: { PATH_PART: 'list', SHARED: 'browse' },
      tags: { kind: 'reader', part: 'one' },
    },
    buy: {
      executor: 'shared-iterations',
      vus: 1,
      iterations: 3,
      exec: 'buy',
      startTime: '300ms',
      env: { PATH_PART: 'cart' },
      tags: { kind: 'buyer' },
    },
  },
  thresholds: {
    'http_reqs{scenario:browse}': ['count==4'],
    'http_reqs{kind:buyer}': ['count==3'],
    'iterations{scenario:buy}': ['count==3'],
  },
};

export function browse() {
  http.get(`${__ENV.BASE}/echo/${__ENV.PATH_PART}?shared=${__ENV.SHARED}&s=${exec.scenario.name}`);
}

export function buy() {
  const late = Date.now() - exec.scenario.startTime < 1000;
  http.post(`${__ENV.BASE}/echo/${__ENV.PATH_PART}?shared=${__ENV.SHARED}&late=${late}`, { part: exec.vu.tags.kind });
}
