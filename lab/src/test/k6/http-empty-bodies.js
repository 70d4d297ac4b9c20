import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const bodies = { text: '', form: {}, buffer: new ArrayBuffer(0), nothing: null, missing: undefined };
  for (const name of Object.keys(bodies))
    for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD', 'post', 'QUERY'])
      http.request(method, `${__ENV.BASE}/echo/${name}`, bodies[name]);
  http.post(`${__ENV.BASE}/redirect-to?status=307&url=/echo/again`, '');
  http.post(`${__ENV.BASE}/echo/coded`, '', { compression: 'gzip' });
  for (const status of [204, 304, 200, 404])
    for (const method of ['GET', 'HEAD', 'POST'])
      console.log(status, method, JSON.stringify(http.request(method, `${__ENV.BASE}/status/${status}`).body));
}
