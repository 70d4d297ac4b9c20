import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const base = __ENV.BASE;
  const to = (status, url) => `${base}/redirect-to?status=${status}&url=${encodeURIComponent(url)}`;
  const response = http.get(`${base}/redirect/3`, { tags: { kind: 'chain' } });
  check(response, {
    arrived: (r) => r.status === 200 && r.body === 'arrived',
    'the last URL': (r) => r.url === `${base}/redirect/0`,
    'the last request': (r) => r.request.url === `${base}/redirect/0` || r.request.url === `${base}/redirect/3`,
  });
  for (const status of [301, 302, 303, 307, 308]) {
    const posted = http.post(to(status, '/echo/moved'), 'a body', { headers: { 'X-Kept': 'yes' } });
    console.log(status, posted.status, posted.json('method'), posted.json('body'), posted.json('type'));
  }
  http.put(to(302, '/echo/put'), 'a body');
  http.put(to(307, '/echo/put'), { a: 'form' });
  http.head(to(302, '/echo/head'));
  http.get(to(302, `${base}/echo/absolute?x=1#part`), { headers: { Authorization: 'Bearer t', Referer: 'r' } });
  http.get(to(302, '../echo/relative'));
  http.get(to(300, '/echo/choices'));
  http.get(to(304, '/echo/not-modified'));
  http.get(`${base}/cookies/set?during=redirect`);
}
