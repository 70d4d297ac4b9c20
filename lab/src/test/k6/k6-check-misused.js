import { check, group } from 'k6';

export const options = { iterations: 1 };

function attempt(what, f) {
  try {
    console.log(what, f());
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export default function () {
  attempt('separator in a name', () => check(1, { 'a::b': () => true }));
  attempt('no sets', () => check(1));
  attempt('null sets', () => check(1, null));
  attempt('an async check', () => check(1, { later: async () => false }));
  attempt('separator in a group', () => group('a::b', () => 1));
  attempt('group without a function', () => group('none'));
  attempt('async group', () => group('async', async () => 1));
  attempt('group gives', () => group('gives', () => 42));
}
