import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 2 };

export default function () {
  const url = `${__ENV.BASE}/cookies`;
  http.get(`${url}/set?a=1&b=two`);
  http.get(url, { cookies: { own: 'c', a: 'ignored' } });
  http.get(url, { cookies: { a: { value: 'replaced', replace: true }, d: { value: 'more', replace: false } } });
  const all = http.get(`${url}/attributes`);
  http.get(url);
  const show = ({ name, value, domain, path, http_only: only, secure, max_age: age, expires }) =>
    [name, value, domain, path, only, secure, age, expires > 0 ? expires : 'none'].join('|');
  console.log(Object.keys(all.cookies).sort().join());
  for (const name of Object.keys(all.cookies).sort()) console.log(all.cookies[name].map(show).join(';'));
  check(all.cookies, { 'an array for each': (c) => Array.isArray(c.bare) && c.bare[0].value === '4' });
  http.get(url, { headers: { Cookie: 'by=header' } });
  http.get(url, { headers: { Cookie: 'by=header' }, cookies: { by: 'param', at: 'once' } });
}
