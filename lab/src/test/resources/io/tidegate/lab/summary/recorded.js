// Run by real k6, which wrote what lies beside it:
//   k6 run --no-usage-report -q --no-color --summary-mode=MODE --summary-export=MODE.export.json
//     --out json=MODE.samples.json.gz recorded.js >MODE.txt
// against a server on port 18431 that answers /missing with 404, anything else with 200.
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const orders = new Counter('orders');
const left = new Gauge('left');
const spent = new Counter('spent', true);
const happy = new Rate('happy');
const price = new Trend('zz_price');
const thinking = new Trend('thinking', true);
const unused = new Trend('unused');
const unusedRate = new Rate('unused_rate');

export const options = {
  scenarios: {
    browse: { executor: 'constant-vus', vus: 2, duration: '2s', exec: 'browse' },
    buy: {
      executor: 'constant-arrival-rate',
      rate: 20,
      timeUnit: '1s',
      duration: '2s',
      preAllocatedVUs: 1,
      exec: 'buy',
    },
    default: { executor: 'per-vu-iterations', vus: 1, iterations: 3, exec: 'plain' },
  },
  thresholds: {
    http_req_duration: ['p(95)<500', 'avg<=0.00001', { threshold: 'max<10000', abortOnFail: true }],
    'http_req_duration{scenario:buy}': ['p(99.9)<500', 'p(95)<500'],
    'http_req_duration{status:599}': ['p(90)<1000'],
    'http_reqs{a:b,c:d}': ['count>=1'],
    http_req_failed: ['rate<0.01'],
    checks: ['rate>0.99'],
    'iteration_duration{group:::shop}': ['max<100'],
    'iterations{scenario:buy}': ['rate>1'],
    'group_duration{group:::shop}': ['avg<500'],
    orders: ['count>1', 'rate>0.1'],
    left: ['value<50'],
    zz_price: ['med<3'],
    unused: ['avg<5'],
    unused_rate: ['rate<0.5'],
    vus: ['value>0'],
  },
};

export function browse() {
  http.get('http://127.0.0.1:18431/a');
  group('shop', () => {
    const reply = http.get('http://127.0.0.1:18431/missing', { tags: { a: 'b', c: 'd' } });
    check(reply, { 'is 200': (r) => r.status === 200, 'is 404': (r) => r.status === 404 });
    orders.add(1);
    group('basket', () => {
      check(1, { 'basket fails at times': __ITER % 3 > 0 });
      group('deep', () => check(1, { 'deep fails': false }));
    });
  });
  sleep(0.3);
}

export function buy() {
  group('pay', () => {
    http.get('http://127.0.0.1:18431/b');
    check(1, { paid: true, 'is 200': true });
    for (const value of [123456.789, 0.000123, -5.5, 3, 2.25]) price.add(value);
  });
  sleep(0.4);
}

export function plain() {
  group('first', () => check(1, { 'always fails': false }));
  group('nothing in it', () => {});
  check(1, { always: true });
  left.add(7 - __ITER);
  spent.add(10.5);
  happy.add(__ITER % 2);
  thinking.add(0.000999 + __ITER * 1500.5);
}
