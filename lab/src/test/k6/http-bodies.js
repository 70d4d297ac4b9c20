// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const url = `${__ENV.BASE}/echo`;
  http.post(`${url}/text`, 'plain text 한국어');
  http.post(`${url}/json`, JSON.stringify({ a: [1, 2] }), { headers: { 'Content-Type': 'application/json' } });
  http.post(`${url}/form`, { b: '2', a: 'x y&z=1', c: 3, d: true, e: ['p', 'q'], f: '한', g: '', h: '*-._~!' });
  http.post(`${url}/form-typed`, { a: '1' }, { headers: { 'Content-Type': 'application/x-own' } });
  http.post(`${url}/empty-form`, {});
  http.post(`${url}/buffer`, new Uint8Array([0, 1, 254, 255]).buffer);
  http.post(`${url}/view`, new Uint8Array([65, 66, 67]));
  http.put(`${url}/put-form`, { a: '1' });
  http.patch(`${url}/patch-json`, JSON.stringify({ a: null }));
  http.del(`${url}/del-form`, { a: '1' });
  http.post(`${url}/number`, 5);
  http.post(`${url}/long`, 'x'.repeat(5000));
}
