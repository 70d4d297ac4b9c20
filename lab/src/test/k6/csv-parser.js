import http from 'k6/http';
import { open } from 'k6/experimental/fs';
import { Parser } from 'k6/experimental/csv';

let plain;
let part;
let objects;
(async () => {
  plain = new Parser(await open('data/people.csv'));
  part = new Parser(await open('data/people.csv'), { fromLine: 1, toLine: 2 });
  objects = new Parser(await open('data/people.csv'), { asObjects: true });
})();

export const options = { scenarios: { each: { executor: 'per-vu-iterations', vus: 1, iterations: 7 } } };

export default async function () {
  const { done, value } = await plain.next();
  console.log(done, JSON.stringify(value), JSON.stringify(await part.next()));
  const object = await objects.next();
  console.log(object.done, object.value.name, object.value.age, object.value.city);
  if (!done) http.post(`${__ENV.BASE}/echo`, value.join('|'));
}
