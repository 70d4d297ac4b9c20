import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1, insecureSkipTLSVerify: true };

export default function () {
  const response = http.get(`${__ENV.BASE_TLS}/echo/tls`);
  check(response, {
    ok: (r) => r.status === 200,
    'version is named': (r) => r.tls_version === http.TLS_1_3,
    'suite is named': (r) => r.tls_cipher_suite.startsWith('TLS_'),
    'no response of OCSP': (r) => r.ocsp.status === http.OCSP_STATUS_UNKNOWN,
    'handshake took time': (r) => r.timings.tls_handshaking > 0,
  });
}
