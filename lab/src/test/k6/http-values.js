// log: warning
import http from 'k6/http';

export const options = { iterations: 1 };

function attempt(what, f) {
  try {
    const r = f();
    console.log(what, r.status, r.error_code, r.error, r.request === null ? 'unmade' : JSON.stringify(r.body));
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export default function () {
  const url = `${__ENV.BASE}/status/200`;
  const params = {
    headers: [5, 'x', null, { a: null, b: undefined, c: {}, d: [1, 2], 'x-both': '1', 'X-Both': '2', 'X-Padded': '  a  ' }],
    cookies: [5, { a: null, b: 5, c: true, d: 'e f', g: 'h,i', j: 'k"l', m: 'n;o', p: '한', q: { value: 'r' }, s: '' }],
    tags: [5, { a: null }, { a: {} }, { a: [1] }, { a: 1.5, b: true }],
    timeout: [true, {}, [], 'text', '', -1, 0, '1d', '1m30s', 900.5],
    auth: [null, 5, 'nonsense'],
    jar: [null, 5, {}],
    compression: [null, 5, '', 'GZIP'],
    responseType: [null, 5, 'Text'],
    responseCallback: [null, 5, {}],
    throw: [null, 'x', 0],
  };
  for (const name of Object.keys(params))
    for (const value of params[name]) attempt(`${name} ${JSON.stringify(value)}`, () => http.get(url, { [name]: value }));
  for (const whole of [5, 'x', true, []]) attempt(`params ${JSON.stringify(whole)}`, () => http.get(url, whole));
  for (const most of ['x', null, undefined, 0, 1, -1, '2', 1.7, true, {}])
    attempt(`redirects ${String(most)}`, () => http.get(`${__ENV.BASE}/redirect/2`, { redirects: most }));
  const echo = `${__ENV.BASE}/echo`;
  for (const body of [5, 5.5, true, [1], new Date(0), new Map(), new Uint16Array(2), http.file('x')])
    attempt(`body ${Object.prototype.toString.call(body)}`, () => http.post(echo, body));
  attempt('form', () => http.post(echo, {
    t: true, i: 3, f: 1.5, neg: -3, big: 1e21, e20: 1e20, m: 1000000, mm: 1234567.5, less: 123456.5, small: 1e-7, s4: 0.0001, nan: NaN,
    inf: Infinity, zero: -0, bigint: 10n, nul: null, un: undefined, d: new Date(0), d5: new Date(1234), arr: [1, 'a', null, [2]],
    o: { b: [1, null], a: { c: 'x' } }, u8: new Uint8Array([1, 2]), none: [], '키 k': '값 *~-._!\'()',
  }));
  http.post(echo, { f: http.file('abc', 'a"b\\c.txt', 'text/x'), h: 5, i: [1, 2], j: null, k: { a: 1 }, l: 1.5e7, m: true });
}
