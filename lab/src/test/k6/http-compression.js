// log: warning: Request Failed
import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const base = __ENV.BASE;
  for (const coding of ['gzip', 'deflate', 'br', 'zstd']) {
    check(http.get(`${base}/encoded/${coding}`, { headers: { 'Accept-Encoding': coding } }), {
      [`${coding} is read`]: (r) => r.body === `coded as ${coding}`,
    });
    const sent = http.post(`${base}/echo/${coding}`, 'a body '.repeat(20), { compression: coding });
    check(sent, { [`${coding} is sent`]: (r) => r.status === 200 });
  }
  http.post(`${base}/echo/twice`, 'a body', { compression: 'gzip, deflate' });
  try {
    const unknown = http.post(`${base}/echo/unknown`, 'a body', { compression: 'rot13' });
    console.log(unknown.status);
  } catch (e) {
    console.log('unknown compression', e.name);
  }
  const broken = http.get(`${base}/encoded/broken`);
  console.log(broken.status, broken.error_code);
}
