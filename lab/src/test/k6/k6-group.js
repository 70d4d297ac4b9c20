import http from 'k6/http';
import { check, group } from 'k6';

export const options = {
  iterations: 2,
  thresholds: { 'group_duration{group:::outer::inner}': ['max<60000'], 'http_reqs{group:::outer}': ['count==2'] },
};

export default function () {
  http.get(`${__ENV.BASE}/echo/none`);
  const given = group('outer', () => {
    http.get(`${__ENV.BASE}/echo/outer`);
    group('inner', () => {
      const response = http.get(`${__ENV.BASE}/echo/inner`);
      check(response, { ok: (r) => r.status === 200 });
    });
    check(null, { ok: () => true, 'in outer': () => false });
    return 'given';
  });
  group('', () => check(null, { 'in an empty name': () => true }));
  try {
    group('throws', () => {
      throw new Error('inside');
    });
  } catch (e) {
    http.get(`${__ENV.BASE}/echo/after?given=${given}&e=${e.message}`);
  }
}
