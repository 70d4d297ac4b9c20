import host from 'k6/internal/host';

function frozen(value) {
  if (value !== null && typeof value === 'object') {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

function element(array, index) {
  const text = host.sharedElement(array, index);
  return text === null ? undefined : frozen(JSON.parse(text));
}

function refuse() {
  throw new TypeError('SharedArray is immutable');
}

class Shared {
  constructor(name, fn) {
    const named = String(name);
    if (named === '') host.refuse('empty name provided to SharedArray\'s constructor');
    if (typeof fn !== 'function')
      host.refuse('a function is expected as the second argument of SharedArray\'s constructor');
    if (!host.isInit()) host.refuse('new SharedArray must be called in the init context');
    if (fn.constructor.name === 'AsyncFunction')
      host.refuse('SharedArray constructor does not support async functions as second argument');
    let array = host.sharedArray(named);
    if (array === null) {
      const made = fn();
      if (!Array.isArray(made)) host.refuse('only arrays can be made into SharedArray');
      array = host.share(named, made.map(one => JSON.stringify(one)));
    }
    const length = host.sharedLength(array);
    return new Proxy([], {
      get(target, key) {
        if (key === 'length') return length;
        if (typeof key === 'string' && /^(0|[1-9][0-9]*)$/.test(key)) return element(array, Number(key));
        if (key === Symbol.iterator)
          return function* () {
            for (let i = 0; i < length; i++) yield element(array, i);
          };
        return target[key];
      },
      has: (target, key) =>
        typeof key === 'string' && /^[0-9]+$/.test(key) ? Number(key) < length : key in target,
      ownKeys: () => [...Array.from({ length }, (_, i) => String(i)), 'length'],
      getOwnPropertyDescriptor(target, key) {
        if (key === 'length') return Object.getOwnPropertyDescriptor(target, key);
        const value = typeof key === 'string' && /^[0-9]+$/.test(key) ? element(array, Number(key)) : undefined;
        return value === undefined ? undefined : { value, enumerable: true, configurable: true };
      },
      set: refuse,
      deleteProperty: refuse,
      defineProperty: refuse,
    });
  }
}

export { Shared as SharedArray };
export default { SharedArray: Shared };
