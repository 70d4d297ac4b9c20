import { Counter, Gauge, Rate, Trend } from 'k6/metrics';
import http from 'k6/http';

const counter = new Counter('a_counter');
const gauge = new Gauge('a_gauge');
const rate = new Rate('a_rate');
const trend = new Trend('a_trend');
const timed = new Trend('a_time', true);
const timedCounter = new Counter('a_time_counter', true);

export const options = {
  iterations: 3,
  thresholds: {
    'a_counter{kind:a}': ['count==6'],
    'a_counter{kind:b}': ['count==3'],
    'a_trend{kind:a,round:1}': ['max==1'],
    'a_rate{kind:a}': ['rate==1'],
    'a_gauge{kind:b}': ['value==2'],
  },
};

export default function () {
  counter.add(2, { kind: 'a' });
  counter.add(1, { kind: 'b' });
  counter.add(0.5);
  gauge.add(__ITER, { kind: 'b' });
  gauge.add(-1);
  rate.add(true, { kind: 'a' });
  rate.add(false);
  rate.add(0);
  rate.add(5);
  trend.add(__ITER, { kind: 'a', round: __ITER });
  trend.add('2.5');
  timed.add(1500);
  timedCounter.add(10);
  http.get(`${__ENV.BASE}/echo`);
  console.log(counter.name, trend.name, typeof counter.add(1), Object.keys(counter).join());
}
