import http from 'k6/http';

export const options = {
  iterations: 3,
  thresholds: { 'http_reqs{name:${}/echo/${}?q=${}}': ['count==3'] },
};

export default function () {
  http.get(http.url`${__ENV.BASE}/plain`);
  const base = __ENV.BASE;
  http.get(http.url`${base}/echo/${__ITER}?q=${'a b'}`);
  http.post(http.url`${base}/echo/${__ITER}`, 'x', { tags: { name: 'named' } });
  http.get(`${base}/echo/${__ITER}`, { tags: { name: 'grouped' } });
}
