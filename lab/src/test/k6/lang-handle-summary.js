// stdout
// process
// log: error: thresholds on metrics 'lucky' have been crossed
// log: stderr: to stderr
import http from 'k6/http';
import { check, group } from 'k6';
import { Counter, Rate } from 'k6/metrics';

const sold = new Counter('sold');
const lucky = new Rate('lucky');

export const options = {
  iterations: 3,
  thresholds: { sold: ['count==6', { threshold: 'count<100', abortOnFail: true }], lucky: ['rate>0.9'] },
};

export function setup() {
  return { seed: 7 };
}

export default function () {
  group('outer', () => {
    group('inner', () => check(http.get(`${__ENV.BASE}/echo`), { ok: (r) => r.status === 200 }));
  });
  check(null, { even: () => __ITER % 2 === 0 });
  sold.add(2);
  lucky.add(__ITER === 0);
}

const sorted = (value) => Object.keys(value).sort();

export function handleSummary(data) {
  const { metrics, root_group: root } = data;
  const told = {
    keys: sorted(data),
    state: sorted(data.state),
    options: data.options,
    setup: data.setup_data,
    sold: metrics.sold.type + metrics.sold.contains + metrics.sold.values.count,
    thresholds: [metrics.sold.thresholds, metrics.lucky.thresholds],
    lucky: metrics.lucky,
    trend: sorted(metrics.http_req_duration.values),
    contains: metrics.http_req_duration.contains,
    checks: metrics.checks,
    root,
  };
  return {
    stdout: `${JSON.stringify(told, null, 1)}\n`,
    'summary.json': JSON.stringify(told),
    'nested.bin': new Uint8Array([1, 2, 255]).buffer,
    stderr: 'to stderr\n',
  };
}
