// env: K6_ITERATIONS=4 K6_VUS=2 K6_USER_AGENT=by-environment K6_NO_CONNECTION_REUSE=true
import http from 'k6/http';

export const options = { iterations: 9, userAgent: 'by-script' };

export default function () {
  http.get(`${__ENV.BASE}/echo?seen=${__ENV.K6_VUS}`);
}
