import http from 'k6/http';
import { check } from 'k6';
import { SharedArray } from 'k6/data';

const users = new SharedArray('users', () => JSON.parse(open('./data/users.json')));
const again = new SharedArray('users', () => [{ name: 'never made' }]);
const numbers = new SharedArray('numbers', () => [1, 'two', null, true, [1, [2]], { deep: { list: [1] } }]);

export const options = { scenarios: { each: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } };

function attempt(what, f) {
  try {
    return `${what} gives ${JSON.stringify(f())}`;
  } catch (e) {
    return `${what} throws ${e.name}`;
  }
}

export default function () {
  'use strict';
  const user = users[__ITER % users.length];
  http.get(`${__ENV.BASE}/echo?name=${user.name}&age=${user.age}`);
  check(users, {
    length: (u) => u.length === 3,
    'iterates in order': (u) => [...u].map((x) => x.name).join() === 'ada,bo,cho',
    'has methods of arrays': (u) => u.filter((x) => x.age > 30).length === 2 && u.find((x) => x.age < 30).name === 'cho',
    'made once for a name': () => again.length === 3 && again[0].name === 'ada',
    'a copy each time': (u) => u[0] !== u[0],
    'all kinds': () => JSON.stringify(numbers) === '[1,"two",null,true,[1,[2]],{"deep":{"list":[1]}}]',
    'nothing beyond': (u) => u[3] === undefined && u[-1] === undefined,
  });
  console.log(attempt('an element changed', () => ((users[0].name = 'x'), users[0].name)));
  console.log(attempt('an element replaced', () => ((users[0] = 1), users[0].name)));
  console.log(attempt('deep inside changed', () => ((numbers[5].deep.list[0] = 9), numbers[5].deep.list[0])));
  console.log(attempt('pushed', () => users.push(1)));
  console.log(attempt('length changed', () => ((users.length = 0), users.length)));
  console.log(Object.keys(users).join(), typeof users, Array.isArray(users), users instanceof Array);
  for (const i in users) console.log(i);
  console.log(attempt('made in an iteration', () => new SharedArray('late', () => [])));
}
