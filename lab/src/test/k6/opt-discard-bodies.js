import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1, discardResponseBodies: true };

export default function () {
  const none = http.get(`${__ENV.BASE}/json`);
  const text = http.get(`${__ENV.BASE}/json`, { responseType: 'text' });
  const binary = http.get(`${__ENV.BASE}/bytes/30`, { responseType: 'binary' });
  const kept = http.get(`${__ENV.BASE}/json`, { responseType: 'none' });
  check(null, {
    'discarded is null': () => none.body === null,
    'text is kept': () => text.json('seats') === 3,
    'binary is a buffer': () => binary.body instanceof ArrayBuffer && binary.body.byteLength === 30,
    'none is null': () => kept.body === null,
    'status is there': () => none.status === 200 && none.headers['Content-Type'] === 'application/json',
  });
  try {
    none.json();
  } catch (e) {
    console.log('json of nothing throws', e.name);
  }
}
