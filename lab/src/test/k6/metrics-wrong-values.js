// log: warning
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const metrics = [new Counter('counter'), new Gauge('gauge'), new Rate('rate'), new Trend('trend')];

export const options = { iterations: 1 };

export default function () {
  for (const metric of metrics) {
    for (const value of [NaN, undefined, null, 'text', {}, [], true, '', new Date(5)]) {
      try {
        metric.add(value);
        console.log(metric.name, String(value), 'taken');
      } catch (e) {
        console.log(metric.name, String(value), 'throws', e.name);
      }
    }
  }
}
