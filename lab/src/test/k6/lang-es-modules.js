import http from 'k6/http';
import { check } from 'k6';
import Greeter, { greet, word as w } from './lib/greeting.js';
import * as nested from './lib/nested.js';

const greeter = new Greeter();

export const options = { iterations: 2 };

export default function () {
  http.get(`${__ENV.BASE}/echo?greeting=${encodeURIComponent(greeter.greet('k6'))}`);
  check(nested, {
    'a star is exported on': (n) => n.word === w,
    'a name is renamed': (n) => n.welcome === greet,
    'a default is not exported by a star': (n) => n.default === undefined,
    'a module opens files beside itself': (n) => n.words.length === 3,
  });
  console.log(Object.keys(nested).sort().join());
}
