import { SharedArray } from 'k6/data';

const told = [];

function attempt(what, f) {
  try {
    told.push(`${what} gives ${f().length}`);
  } catch (e) {
    told.push(`${what} throws ${e.name}`);
  }
}

attempt('no name', () => new SharedArray('', () => []));
attempt('no function', () => new SharedArray('a'));
attempt('not an array', () => new SharedArray('b', () => ({ a: 1 })));
attempt('a text', () => new SharedArray('c', () => 'text'));
attempt('empty', () => new SharedArray('d', () => []));
attempt('throws', () => new SharedArray('e', () => { throw new Error('inside'); }));
attempt('async', () => new SharedArray('f', async () => []));

export const options = { iterations: 1 };

export default function () {
  for (const line of told) console.log(line);
}
