import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const url = `${__ENV.BASE}/echo`;
  const answers = {
    get: http.get(`${url}/get`),
    head: http.head(`${url}/head`),
    post: http.post(`${url}/post`, 'a body'),
    put: http.put(`${url}/put`, 'a body'),
    patch: http.patch(`${url}/patch`, 'a body'),
    del: http.del(`${url}/del`),
    delWithBody: http.del(`${url}/del-body`, 'a body'),
    options: http.options(`${url}/options`),
    request: http.request('GET', `${url}/request`),
    lower: http.request('post', `${url}/lower`, 'x'),
    own: http.request('PURGE', `${url}/own`),
    emptyPost: http.post(`${url}/empty`),
    nullPost: http.post(`${url}/null`, null),
    getWithBody: http.request('GET', `${url}/get-body`, 'a body'),
  };
  for (const [name, answer] of Object.entries(answers)) check(answer, { [name]: (r) => r.status === 200 });
  console.log(typeof answers.head.body, JSON.stringify(answers.head.body), answers.head.headers['Content-Length']);
  console.log(answers.own.request.method, answers.lower.request.method, answers.lower.request.body);
}
