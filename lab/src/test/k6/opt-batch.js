import http from 'k6/http';

export const options = { iterations: 1, batch: 2, batchPerHost: 1 };

export default function () {
  const begun = Date.now();
  http.batch([1, 2, 3, 4].map((n) => `${__ENV.BASE}/delay/${50 + n}`));
  console.log(Date.now() - begun >= 200 ? 'one at a time' : 'at once');
}
