// log: error: thresholds on metrics 'http_reqs{team:blue}' have been crossed
// args: --tag round=2
import http from 'k6/http';
import { check, group } from 'k6';
import { Counter } from 'k6/metrics';

const sold = new Counter('sold');

export const options = {
  iterations: 2,
  tags: { team: 'blue', round: '1' },
  thresholds: {
    'http_reqs{team:blue}': ['count==2'],
    'http_reqs{kind:list,round:2}': ['count==2'],
    'sold{seat:a}': ['count==2'],
    'sold{seat:b}': ['count==6'],
    'checks{kind:check}': ['rate==1'],
  },
};

export default function () {
  const response = http.get(`${__ENV.BASE}/echo?q=${__ITER}`, { tags: { kind: 'list', name: 'a list' } });
  check(response, { ok: (r) => r.status === 200 }, { kind: 'check', empty: '' });
  group('g', () => sold.add(1, { seat: 'a', number: 5 }));
  sold.add(3, { seat: 'b' });
}
