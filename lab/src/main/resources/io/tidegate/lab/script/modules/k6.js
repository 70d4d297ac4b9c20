import host from 'k6/internal/host';

const { beginGroup, checked, endGroup } = host;

export function check(value, checks, tags) {
  if (checks === undefined) host.refuse('no checks provided to `check`');
  const flat = tags === undefined ? null : host.tags(JSON.stringify(tags));
  let all = true;
  const names = Object.keys(checks);
  for (let i = 0; i < names.length; i++) {
    const name = names[i];
    const one = checks[name];
    let result = one;
    if (typeof one === 'function')
      try {
        result = one(value);
      } catch (error) {
        checked(name, false, flat);
        throw error;
      }
    if (typeof one === 'function' && typeof result === 'object' && typeof result?.then === 'function')
      host.refuse(
        'the built-in check() does not support async functions as arguments: '
        + `await what "${name}" needs before the check`);
    checked(name, !!result, flat);
    if (!result) all = false;
  }
  return all;
}

export function group(name, fn) {
  if (typeof fn !== 'function') host.refuse('group() requires a callback as a second argument');
  if (fn.constructor.name === 'AsyncFunction')
    host.refuse('group() does not support async functions as arguments');
  const before = beginGroup(String(name));
  try {
    return fn();
  } finally {
    endGroup(before);
  }
}

export function sleep(seconds) {
  host.sleep(Number(seconds));
}

export function fail(message) {
  host.refuse(message === undefined ? '' : String(message));
}

let random = null;

export function randomSeed(seed) {
  if (random === null) Math.random = () => random();
  let state = BigInt.asUintN(64, BigInt(Math.trunc(Number(seed)) || 0));
  random = () => {
    state = BigInt.asUintN(64, state + 0x9e3779b97f4a7c15n);
    let z = state;
    z = BigInt.asUintN(64, (z ^ (z >> 30n)) * 0xbf58476d1ce4e5b9n);
    z = BigInt.asUintN(64, (z ^ (z >> 27n)) * 0x94d049bb133111ebn);
    z ^= z >> 31n;
    return Number(z >> 11n) / 2 ** 53;
  };
}

export default { check, fail, group, randomSeed, sleep };
