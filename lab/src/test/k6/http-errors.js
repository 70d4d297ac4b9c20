// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

function attempt(what, f) {
  try {
    const { status, error_code: code, error, body, url } = f();
    console.log(what, status, code, typeof error === 'string' && error.length > 0, body, url.length > 0);
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export default function () {
  attempt('refused', () => http.get('http://127.0.0.1:1/'));
  attempt('no such name', () => http.get('http://no-such-name.invalid/'));
  attempt('no scheme', () => http.get('no-scheme'));
  attempt('other scheme', () => http.get('ftp://127.0.0.1/'));
  attempt('bad URL', () => http.get('http://[::1/'));
  attempt('bad escape', () => http.get(`${__ENV.BASE}/echo/%zz`));
  attempt('empty', () => http.get(''));
  attempt('nothing', () => http.get());
  attempt('null', () => http.get(null));
  attempt('dropped', () => http.get(`${__ENV.BASE}/drop`));
  attempt('truncated', () => http.get(`${__ENV.BASE}/truncated`));
  attempt('bad method', () => http.request('A B', `${__ENV.BASE}/echo`));
  attempt('bad header', () => http.get(`${__ENV.BASE}/echo`, { headers: { 'X Y': 'z' } }));
  attempt('line in header', () => http.get(`${__ENV.BASE}/echo`, { headers: { X: 'a\r\nY: b' } }));
  attempt('plain to TLS', () => http.get(__ENV.BASE_TLS.replace('https', 'http')));
  attempt('TLS to plain', () => http.get(__ENV.BASE.replace('http', 'https')));
  for (const status of [400, 404, 429, 500, 503, 299, 399]) attempt(status, () => http.get(`${__ENV.BASE}/status/${status}`));
}
