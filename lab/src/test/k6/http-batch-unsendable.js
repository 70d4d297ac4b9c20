// log: warning: A batch request failed
import http from 'k6/http';

export const options = { iterations: 1 };

const brief = (r) => (r === null ? 'null' : `${r.request === null ? 'unmade' : r.request.method} ${r.status} ${r.error_code} ${r.error !== ''}`);

function attempt(what, requests) {
  try {
    const responses = http.batch(requests);
    console.log(what, Object.keys(responses).sort().map((name) => `${name}: ${brief(responses[name])}`).join(', '));
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export default function () {
  const at = (path) => `${__ENV.BASE}/echo/${path}`;
  attempt('bad URL first', ['http://[::1/', at('never')]);
  attempt('bad URL second', [at('never'), 'http://[::1/', at('never')]);
  attempt('bad URL in an object', { a: { method: 'GET', url: 'http://[::1/' } });
  attempt('bad body', [['POST', at('never'), 5], at('never')]);
  attempt('a number', [5]);
  attempt('null', [null]);
  attempt('no URL', [{}]);
  attempt('empty list', [[]]);
  attempt('method alone', [['GET']]);
  attempt('method is a number', [[5, at('never')], { method: 5, url: at('never') }]);
  attempt('methods', [['post', at('lower'), 'x'], { method: 'put', url: at('upper'), body: 'y' }, { url: at('none') }]);
  attempt('nothing asked for', { a: ['GET', at('a'), null, null], b: { method: 'GET', url: at('b'), body: null, params: null } });
  attempt('templates', [http.url`${at('t')}/${1}`, { url: http.url`${at('t')}/${2}` }, ['GET', http.url`${at('t')}/${3}`]]);
  attempt('refused', [at('ok'), 'http://127.0.0.1:1/']);
  attempt('empty', []);
  attempt('empty object', {});
  for (const wrong of [undefined, null, 5, 'text', true]) attempt(String(wrong), wrong);
  try {
    http.batch([at('never')], {});
  } catch (e) {
    console.log('two arguments throw', e.name);
  }
}
