// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  for (const status of [300, 301, 302, 303, 304, 305, 307, 308])
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE']) {
      const body = method === 'GET' || method === 'HEAD' ? null : 'a body';
      const r = http.request(method, `${__ENV.BASE}/redirect-to?status=${status}&url=/echo/from-${status}`, body, {
        headers: { 'Content-Type': 'text/x', 'X-Own': 'yes', Authorization: 'Bearer x' }, cookies: { own: 'cookie' },
      });
      console.log(status, method, r.status, r.request.method, r.request.url === r.url, r.request.body, r.url.split('/').pop());
    }
  const to = (url, params) => {
    const r = http.get(`${__ENV.BASE}/redirect-to?url=${encodeURIComponent(url)}`, params);
    console.log(url.replace(/:\d{5}/, ''), r.status, r.error_code, r.error.replace(/:\d{5}/, ''));
  };
  to('ftp://127.0.0.1/');
  to('mailto:x');
  to('http://[::1/');
  to('http://127.0.0.1:1/');
  to('echo/relative');
  to('?url=/echo/query');
  to('../echo/up');
  to('#fragment', { redirects: 2 });
  to('', { redirects: 2 });
  to(`${__ENV.BASE.replace('://', '://u:p@')}/basic/u/p`);
  to(__ENV.BASE.replace('127.0.0.1', 'localhost') + '/echo/other-host', { headers: { Authorization: 'Bearer x', Host: 'own.test' } });
  const own = http.get(`${__ENV.BASE}/cookies/set?a=1`, { headers: { Referer: 'http://own.test/', Cookie: 'b=2' } });
  console.log(own.body, JSON.stringify(own.request.cookies));
}
