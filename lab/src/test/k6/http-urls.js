// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

const told = (r) => [r.status, r.error_code, r.error, r.request === null ? 'unmade' : r.request.url].join(' | ');

export default function () {
  const urls = [
    'http:///x', 'http://:80/', 'http://127.0.0.1:99999/', 'http://127.0.0.1:x/', 'http://a b/', 'mailto:x', '//127.0.0.1/', '/x',
    ' http://127.0.0.1:1/', 'http://127.0.0.1:1/?%zz', 'http://127.0.0.1:1/#%zz', 'http://%zz/', '127.0.0.1:1/', ':x', 'x:y', '?q', '#f',
    5, true, ['x'], { a: 1 },
  ];
  for (const url of urls) console.log(JSON.stringify(url), told(http.get(url)));
  for (const path of [
    '/echo/a b/%41?x=a b&y=한#fr ag', '/echo/a%2Fb', '/echo/(c)!*\'', '/echo/~u.n-r_e', '/echo/a;b=c,d', '/echo/"<>{}|\\^`[]', '?only=query',
    '/echo#', '/echo?', '/echo/é/%C3%A9', '/echo//double//', '/echo/./dot/../x', '/echo/%', '/echo/+?+',
  ])
    console.log(path, told(http.get(`${__ENV.BASE}${path}`)), http.get(`${__ENV.BASE}${path}`).url);
  console.log(told(http.get(__ENV.BASE.replace('http', 'HTTP'))));
}
