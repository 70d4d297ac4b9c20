import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 2 };

export default function () {
  const url = `${__ENV.BASE}/echo`;
  const list = http.batch([
    `${url}/text`,
    ['GET', `${url}/array`],
    ['POST', `${url}/post`, { a: '1' }, { headers: { 'X-A': 'b' }, tags: { kind: 'batched' } }],
    { method: 'PUT', url: `${url}/object`, body: 'a body', params: { headers: { 'X-C': 'd' } } },
    { url: `${url}/no-method`, method: 'GET' },
    http.url`${url}/template/${__ITER}`,
  ]);
  check(list, {
    'in order': (rs) => rs.map((r) => r.json('path')).join() === [
      '/echo/text', '/echo/array', '/echo/post', '/echo/object', '/echo/no-method', `/echo/template/${__ITER}`,
    ].join(),
    'an array': (rs) => Array.isArray(rs),
  });
  const named = http.batch({
    one: `${url}/one`,
    two: ['POST', `${url}/two`, 'x'],
    three: { method: 'GET', url: `${url}/three` },
  });
  check(named, {
    'by name': (rs) => rs.one.json('path') === '/echo/one' && rs.two.json('body') === 'x',
    keys: (rs) => Object.keys(rs).sort().join() === 'one,three,two',
  });
  console.log(http.batch([]).length);
}
