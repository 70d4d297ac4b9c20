import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 4 };

export default function () {
  const response = http.get(`${__ENV.BASE}/echo`);
  const all = check(response, { ok: (r) => r.status === 200, 'is JSON': (r) => r.json('method') === 'GET' });
  const some = check(response, { ok: (r) => r.status === 200, odd: () => __ITER % 2 === 1 }, { kind: 'some' });
  const values = check(5, { truthy: 1, falsy: 0, text: 'x', empty: '', nothing: null, five: (v) => v === 5 });
  const none = check(null, {});
  console.log(all, some, values, none, typeof check(1, { named: function () { return {}; } }));
}
