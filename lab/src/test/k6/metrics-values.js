// log: warning
import { Counter, Gauge, Rate, Trend } from 'k6/metrics';

const metrics = [new Counter('a_counter'), new Gauge('a_gauge'), new Rate('a_rate'), new Trend('a_trend')];

export const options = { iterations: 1 };

function attempt(what, f) {
  try {
    console.log(what, f());
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

let inInit = 'nothing';
try {
  metrics[0].add(1);
} catch (e) {
  inInit = e.name;
}

export default function () {
  for (const metric of metrics) {
    const values = {
      zero: 0, 'text of zero': '0', empty: '', blanks: '  ', no: false, 'list of zero': [0], 'epoch': new Date(0), list: [1, 2],
      hex: '0x10', exponent: '1e3', padded: ' 5 ', parted: '1_000', negative: -1, part: 0.5, big: 10n, symbol: Symbol('x'),
      'function': () => 1, 'object with a value': { valueOf: () => 3 }, boxed: new Number(0),
    };
    for (const name of Object.keys(values)) attempt(`${metric.name} ${name}`, () => metric.add(values[name], { value: name }));
    attempt(`${metric.name} nothing`, () => metric.add());
    for (const tags of [null, {}, { a: 'b' }, { a: null }, { a: {} }, { a: [1] }, { a: 1.5 }, { a: true }, 5, [], true])
      attempt(`${metric.name} ${JSON.stringify(tags)}`, () => metric.add(1, tags));
    const { add } = metric;
    attempt(`${metric.name} apart`, () => add(1, { apart: 'yes' }));
  }
  console.log('in init', inInit);
  attempt('name', () => { metrics[0].name = 'other'; });
  attempt('shown', () => JSON.stringify(metrics[0]));
  console.log(metrics[0]);
  attempt('without new', () => typeof Counter('late'));
}
