// log: warning: Request Failed
import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const response = http.get(`${__ENV.BASE}/headers`, { headers: { 'X-Sent': 'yes' }, cookies: { c: 'd' } });
  for (const name of Object.keys(response.headers).sort()) console.log(name, JSON.stringify(response.headers[name]));
  console.log(Object.keys(response).sort().join());
  console.log(Object.keys(response.timings).sort().join());
  console.log(Object.keys(response.request).sort().join());
  console.log(response.status, response.status_text, response.proto, response.body, response.error, response.error_code);
  console.log(response.remote_ip, response.remote_port === Number(__ENV.BASE.split(':')[2]), response.tls_version);
  console.log(JSON.stringify(response.ocsp), JSON.stringify(response.request.cookies), response.request.method);
  console.log(JSON.stringify(response.request.headers['X-Sent']), response.request.body, response.url === response.request.url);
  check(response.timings, {
    'all are numbers': (t) => Object.values(t).every((v) => typeof v === 'number' && v >= 0),
    'duration is the sum': (t) => Math.abs(t.duration - t.sending - t.waiting - t.receiving) < 0.01,
  });
  const binary = http.get(`${__ENV.BASE}/bytes/40`, { responseType: 'binary' });
  console.log(Object.prototype.toString.call(binary.body), binary.body.byteLength, new Uint8Array(binary.body)[1]);
  const text = http.get(`${__ENV.BASE}/bytes/40`, { responseType: 'text' });
  console.log(text.body, text.headers['X-Bytes']);
  console.log(http.get(`${__ENV.BASE}/chunked/35`).body);
  console.log(http.get(`${__ENV.BASE}/status/204`).body, http.get(`${__ENV.BASE}/status/418`).status_text);
  try {
    http.get(`${__ENV.BASE}/bytes/1`, { responseType: 'nonsense' });
  } catch (e) {
    console.log('unknown response type', e.name);
  }
}
