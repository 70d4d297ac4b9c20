// The feed: many read the same list of posts.
//   ./tidegate lab run -e BASE=http://localhost:8081 lab/scripts/feed.js
import http from 'k6/http';
import { check } from 'k6';

const base = __ENV.BASE || 'http://localhost:8081';

export const options = {
  vus: Number(__ENV.USERS || 50),
  duration: __ENV.DURATION || '30s',
  thresholds: { http_req_duration: ['p(95)<200'], http_req_failed: ['rate<0.001'] },
};

export default function () {
  const reply = http.get(`${base}/api/v1/feed?limit=100`, { tags: { name: 'feed' } });
  check(reply, { 'posts come': r => r.status === 200 && r.json('posts.#') > 0 });
}
