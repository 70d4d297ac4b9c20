// log: error
import { Counter } from 'k6/metrics';

const counter = new Counter('counter');

export const options = { iterations: 2, throw: true };

export default function () {
  counter.add(1);
  counter.add('text');
  counter.add(1);
}
