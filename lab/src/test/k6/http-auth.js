import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 2 };

export default function () {
  const at = (kind, user, password) =>
    `${__ENV.BASE.replace('://', `://${user}:${password}@`)}/${kind}/ada/secret`;
  check(http.get(at('basic', 'ada', 'secret')), { 'basic in the URL': (r) => r.json('user') === 'ada' });
  check(http.get(at('basic', 'ada', 'secret'), { auth: 'basic' }), { 'basic asked for': (r) => r.status === 200 });
  check(http.get(at('basic', 'ada', 'wrong')), { 'wrong password': (r) => r.status === 401 });
  check(http.get(at('digest', 'ada', 'secret'), { auth: 'digest' }), { digest: (r) => r.json('user') === 'ada' });
  check(http.post(at('digest', 'ada', 'secret'), 'a body', { auth: 'digest' }), {
    'digest of a POST': (r) => r.status === 200,
  });
  check(http.get(at('digest', 'ada', 'wrong'), { auth: 'digest' }), { 'wrong digest': (r) => r.status === 401 });
  const seen = http.get(at('basic', 'nobody', 'cd'));
  console.log(seen.status, seen.url.split('@').length, seen.request.headers.Authorization);
  check(http.get(`${__ENV.BASE}/digest/ada/secret`, { auth: 'digest' }), { 'digest of nobody': (r) => r.status === 401 });
  check(http.get(at('basic', 'ada', 'secret'), { auth: 'nonsense' }), { 'unknown kind': (r) => r.status === 200 });
}
