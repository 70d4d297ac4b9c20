import http from 'k6/http';
import { check } from 'k6';
import { open } from 'k6/experimental/fs';
import csv from 'k6/experimental/csv';

const file = await open('data/people.csv');
const people = await csv.parse(file, { skipFirstLine: true });
const objects = await csv.parse(await open('data/people.csv'), { asObjects: true });
const semicolons = await csv.parse(await open('data/semicolons.csv'), { delimiter: ';' });

const wanted = [{}, { fromLine: 1 }, { fromLine: 2, skipFirstLine: true }, { toLine: 1 }, { toLine: 0 },
  { fromLine: 1, toLine: 3 }, { toLine: 2, asObjects: true }, { toLine: 2, skipFirstLine: true }, { fromLine: '3' },
  { fromLine: 1.5 }, { toLine: null }, { skipFirstLine: 'yes' }, { asObjects: 1 }, { unknown: 1 }];
const parts = [];
for (const options of wanted)
  parts.push([JSON.stringify(options), await csv.parse(await open('data/people.csv'), options)]);

export const options = { scenarios: { each: { executor: 'per-vu-iterations', vus: 2, iterations: 2 } } };

export default function () {
  const person = people[__ITER];
  http.get(`${__ENV.BASE}/echo?name=${person[0]}&age=${objects[__ITER].age}`);
  check(people, {
    'as many': () => people.length === 4 && objects.length === 4 && semicolons.length === 3,
    'an array': () => Array.isArray(people) && people.map((one) => one[1]).join() === '36,29,41,1',
  });
  console.log(JSON.stringify(objects), JSON.stringify(semicolons));
  for (const [options, rows] of parts) console.log(options, JSON.stringify(rows));
  for (const change of [() => (people[0] = 1), () => people.push(1)])
    try {
      change();
    } catch (e) {
      console.log(e.name);
    }
}
