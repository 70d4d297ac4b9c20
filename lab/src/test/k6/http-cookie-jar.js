import http from 'k6/http';

export const options = { iterations: 2 };

export default function () {
  const url = `${__ENV.BASE}/cookies`;
  const jar = http.cookieJar();
  jar.set(__ENV.BASE, 'plain', 'p');
  jar.set(url, 'path', 'q', { path: '/cookies', max_age: 600, http_only: true });
  jar.set(__ENV.BASE, 'elsewhere', 'x', { path: '/other' });
  jar.set(__ENV.BASE, 'secret', 's', { secure: true });
  jar.set(__ENV.BASE, 'expired', 'e', { expires: 'Thu, 01 Jan 1970 00:00:01 GMT' });
  http.get(url);
  const stored = (from) => Object.entries(from.cookiesForURL(url)).sort().join();
  console.log(stored(jar));
  jar.delete(url, 'path');
  http.get(url);
  jar.clear(__ENV.BASE);
  http.get(url);
  const own = new http.CookieJar();
  own.set(url, 'mine', 'm');
  http.get(url, { jar: own });
  http.get(`${url}/set?kept=k`, { jar: own });
  console.log(stored(own), stored(jar));
  http.get(url);
}
