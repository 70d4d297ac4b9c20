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

// An array of Java, each element of which is JSON, as scripts see it.
export function shared(array) {
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
