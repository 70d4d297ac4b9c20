import http from 'k6/http';
import { check } from 'k6';

export const options = {
  iterations: 1,
  insecureSkipTLSVerify: true,
  tlsVersion: { min: http.TLS_1_2, max: http.TLS_1_2 },
};

export default function () {
  check(http.get(`${__ENV.BASE_TLS}/echo`), { 'at most 1.2': (r) => r.tls_version === 'tls1.2' });
}
