// log: warning: Request Failed
import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 2 };

export default async function () {
  const url = `${__ENV.BASE}/echo`;
  const promise = http.asyncRequest('GET', `${url}/first`);
  console.log(promise instanceof Promise, typeof promise.then);
  const responses = await Promise.all([
    promise,
    http.asyncRequest('POST', `${url}/second`, { a: 'b' }, { headers: { 'X-Async': 'yes' } }),
    http.asyncRequest('DELETE', `${url}/third`, null, { tags: { name: 'third' } }),
  ]);
  check(responses, { 'all came': (rs) => rs.every((r) => r.status === 200) });
  const slow = http.asyncRequest('GET', `${__ENV.BASE}/delay/100`).then((r) => r.body);
  const fast = http.asyncRequest('GET', `${__ENV.BASE}/delay/10`).then((r) => r.body);
  console.log(await Promise.race([slow, fast]));
  console.log(await slow);
  const refused = await http.asyncRequest('GET', 'http://127.0.0.1:1/', null, { timeout: '1s' });
  console.log(refused.error_code);
  await http.asyncRequest('GET', 'http://127.0.0.1:1/', null, { throw: true }).catch((e) => console.log('rejected', e.name));
}
