// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const [ok, refused, missing] = http.batch([
    `${__ENV.BASE}/echo`,
    'http://127.0.0.1:1/',
    `${__ENV.BASE}/status/404`,
  ]);
  console.log(ok.status, refused.status, refused.error_code, missing.status, missing.error_code);
  try {
    http.batch('no list');
  } catch (e) {
    console.log('batch of a text throws');
  }
}
