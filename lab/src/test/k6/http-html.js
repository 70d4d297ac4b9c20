import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 1 };

export default function () {
  const response = http.get(`${__ENV.BASE}/html`);
  const doc = response.html();
  check(response, {
    title: (r) => r.html('title').text() === 'The shop',
    items: (r) => r.html('li.item').size() === 3,
    csrf: () => doc.find('input[name=csrf]').val() === 'token-1',
    link: () => doc.find('a').first().attr('href') === '/echo/one?from=html',
  });
  http.post(`${__ENV.BASE}/echo`, { csrf: doc.find('meta[name=csrf]').attr('content') });
}
