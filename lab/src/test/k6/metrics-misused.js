import { Counter, Gauge, Trend } from 'k6/metrics';

const told = [];

function attempt(what, f) {
  try {
    f();
    told.push(`${what} works`);
  } catch (e) {
    told.push(`${what} throws ${e.name}`);
  }
}

attempt('twice the same', () => [new Counter('same'), new Counter('same')]);
attempt('another type', () => new Gauge('same'));
attempt('another value type', () => new Counter('same', true));
attempt('blank in a name', () => new Trend('with blank'));
attempt('digit first', () => new Trend('1st'));
attempt('dash', () => new Trend('a-b'));
attempt('dot', () => new Trend('a.b'));
attempt('empty', () => new Trend(''));
attempt('not a constructor', () => Trend('t'));
attempt('built-in name', () => new Counter('http_reqs'));
attempt('another type than the built-in', () => new Trend('iterations'));
attempt('letters of another script', () => new Trend('예매'));

export const options = { iterations: 1 };

export default function () {
  attempt('in an iteration', () => new Counter('late'));
  for (const line of told) console.log(line);
}
