// log: error: GoError
import http from 'k6/http';

export const options = { iterations: 2, throw: true };

export default function () {
  try {
    http.get('http://127.0.0.1:1/refused');
  } catch (e) {
    console.log('caught', e instanceof Error, e.name, String(e).includes('refused'));
  }
  const kept = http.get('http://127.0.0.1:1/refused', { throw: false });
  console.log(kept.status, kept.error_code);
  http.get(`${__ENV.BASE}/echo/before`);
  if (__ITER === 1) http.get('http://127.0.0.1:1/refused');
  http.get(`${__ENV.BASE}/echo/after`);
}
