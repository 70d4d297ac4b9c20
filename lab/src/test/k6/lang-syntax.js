import http from 'k6/http';

export const options = { iterations: 1 };

class Account {
  static #made = 0;
  #balance = 0;
  owner = 'nobody';

  constructor(owner) {
    this.owner = owner ?? this.owner;
    Account.#made++;
  }

  get balance() {
    return this.#balance;
  }

  set balance(value) {
    if (value < 0) throw new RangeError('below zero');
    this.#balance = value;
  }

  static made() {
    return Account.#made;
  }
}

class Savings extends Account {
  *[Symbol.iterator]() {
    for (let i = 0; i < 3; i++) yield i * this.balance;
  }
}

export default function () {
  const savings = new Savings();
  savings.balance = 5;
  const { owner, balance: b = 0, ...rest } = { owner: savings.owner, x: 1, y: 2 };
  const [head, , ...tail] = [1, 2, 3, 4];
  let level = null;
  level ??= { deep: { list: [1, 2, 3] } };
  const match = '2026-11-28'.match(/^(\d{4})-(?=11)/u);
  const out = {
    iterated: [...savings],
    made: Account.made(),
    owner,
    b,
    rest,
    head,
    tail,
    optional: level?.deep?.list?.at(-1),
    missing: level.none?.deep,
    year: match[1],
    power: 2 ** 10,
    separated: 1_000_000,
    flat: [1, [2, [3]]].flat(Infinity),
    entries: Object.fromEntries(Object.entries({ a: 1 }).map(([k, v]) => [k.toUpperCase(), v + 1])),
    padded: 'x'.padStart(3, '-'),
    replaced: 'a-b-c'.replaceAll('-', '+'),
    symbol: typeof Symbol.iterator,
    big: (2n ** 64n).toString(),
    tagged: ((s, ...v) => s.raw.join('|') + v.join())`a${1}\n${2}`,
    weak: new WeakMap().has({}),
    proxy: new Proxy({}, { get: (_, name) => `got ${String(name)}` }).thing,
    sorted: [3, 1, 2].toSorted?.() ?? 'none',
    found: [1, 2, 3].findLast((n) => n < 3),
    date: new Date(Date.UTC(2026, 10, 28)).toISOString(),
    locale: (1234.5).toFixed(2),
    generator: typeof function* () {}.constructor,
    globals: [typeof globalThis, typeof global, typeof window, typeof process].join(),
  };
  try {
    savings.balance = -1;
  } catch ({ name, message }) {
    out.error = `${name}: ${message}`;
  }
  loop: for (const i of [1, 2, 3]) {
    for (const j of [1, 2, 3]) {
      if (j === 2) continue loop;
      if (i === 3) break loop;
      out[`at${i}${j}`] = true;
    }
  }
  http.post(`${__ENV.BASE}/echo`, JSON.stringify(out), { headers: { 'Content-Type': 'application/json' } });
}
