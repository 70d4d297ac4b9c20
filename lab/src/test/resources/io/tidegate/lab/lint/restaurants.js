// A list of restaurants; bodies are dropped to save memory, and read all the same.
import http from 'k6/http';
import { check } from 'k6';

export const options = {
  vus: 100,
  duration: '1m',
  discardResponseBodies: true,
  thresholds: {
    http_req_duration: ['p(95)>500'],
    checks: [{ threshold: 'rate<0.95', abortOnFail: true }],
    http_req_waiting: ['p(99)>=0'],
  },
};

export default function () {
  const res = http.get('http://localhost:8000/restaurants/', { tags: { name: 'list' } });
  check(res, { 'has some': r => r.json('count') > 0 });
  const first = res.json('results').id;
  const one = http.get(`http://localhost:8000/restaurants/${first}/`, { responseType: 'text', tags: { name: 'one' } });
  check(one, { 'has a name': r => r.body.includes('name') });
}
