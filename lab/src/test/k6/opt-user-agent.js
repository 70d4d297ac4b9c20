import http from 'k6/http';

export const options = { iterations: 1, userAgent: 'Loader/9 (test)' };

export default function () {
  http.get(`${__ENV.BASE}/echo/option`);
  http.get(`${__ENV.BASE}/echo/own`, { headers: { 'User-Agent': 'own' } });
  http.get(`${__ENV.BASE}/echo/lower`, { headers: { 'user-agent': 'lower' } });
}
