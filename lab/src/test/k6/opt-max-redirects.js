import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1, maxRedirects: 2 };

export default function () {
  const few = http.get(`${__ENV.BASE}/redirect/2`);
  const many = http.get(`${__ENV.BASE}/redirect/3`);
  const none = http.get(`${__ENV.BASE}/redirect/3`, { redirects: 0 });
  const more = http.get(`${__ENV.BASE}/redirect/4`, { redirects: 4 });
  check(null, {
    'two are followed': () => few.status === 200 && few.url.endsWith('/redirect/0'),
    'three are not': () => many.status === 302 && many.url.endsWith('/redirect/1'),
    'none is followed': () => none.status === 302 && none.headers.Location === '/redirect/2',
    'a request may have more': () => more.status === 200 && more.body === 'arrived',
  });
}
