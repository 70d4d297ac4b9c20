// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

function shown(what, r) {
  console.log(what, Object.keys(r).join());
  const plain = JSON.parse(JSON.stringify(r));
  console.log(what, Object.keys(plain).join(), Object.keys(plain.request ?? {}).join(), plain.status, plain.error_code);
  console.log(what, Object.keys({ ...r }).length, Object.entries(r).length, 'body' in r, r.hasOwnProperty('json'), 'nothing' in r);
  const listed = [];
  for (const name in r) listed.push(name);
  console.log(what, listed.length, Object.prototype.toString.call(r), `${r}`, typeof r.html, typeof r.nothing);
}

export default function () {
  const r = http.get(`${__ENV.BASE}/json`);
  shown('reply', r);
  shown('refused', http.get('http://127.0.0.1:1/'));
  shown('unmade', http.get('http://[::1/'));
  r.body = '{"changed":true}';
  r.status = 777;
  console.log(r.body, r.status, r.json('changed'), JSON.stringify(Object.assign({}, r).body));
  try {
    r.own = 1;
  } catch (e) {
    console.log('another member throws', e.name, r.own);
  }
  const { status, json } = r;
  console.log(status, typeof json);
  const sent = http.post(`${__ENV.BASE}/echo`, { a: 'b' }, { headers: { 'X-Own': '1' }, cookies: { c: 'd' } });
  console.log(JSON.stringify(Object.keys(sent.request.headers).sort()), JSON.stringify(sent.request.cookies), sent.request.body);
  sent.request.method = 'other';
  console.log(sent.request.method);
}
