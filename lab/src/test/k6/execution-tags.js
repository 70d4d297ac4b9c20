import exec from 'k6/execution';
import http from 'k6/http';
import { Counter } from 'k6/metrics';

const sold = new Counter('sold');

export const options = {
  iterations: 2,
  thresholds: { 'http_reqs{step:two}': ['count==5'], 'sold{step:two}': ['count==2'] },
};

export default function () {
  http.get(`${__ENV.BASE}/echo/untagged`);
  exec.vu.tags.step = 'one';
  http.get(`${__ENV.BASE}/echo/one`);
  exec.vu.metrics.tags.step = 'two';
  exec.vu.tags.number = 5;
  exec.vu.tags.flag = true;
  http.get(`${__ENV.BASE}/echo/two`);
  http.get(`${__ENV.BASE}/echo/own`, { tags: { number: 'own' } });
  sold.add(1);
  console.log(exec.vu.tags.step, exec.vu.tags.number, exec.vu.tags.none, Object.keys(exec.vu.tags).sort().join());
  exec.vu.metrics.metadata.trace = 'abc';
  http.get(`${__ENV.BASE}/echo/metadata`, { tags: { step: 'three' } });
  delete exec.vu.tags.flag;
  for (const value of [{}, [], null, undefined]) {
    try {
      exec.vu.tags.wrong = value;
      console.log('taken', JSON.stringify(value));
    } catch (e) {
      console.log('refused', JSON.stringify(value), e.name);
    }
  }
  console.log('flag' in exec.vu.tags, exec.vu.tags.flag);
}
