export const options = { iterations: 1 };

class Own {
  constructor() {
    this.text = 'a "quoted"\nline\t한';
  }

  get computed() { return 1; }

  method() { return 1; }
}

export default function () {
  const circle = { a: 1 };
  circle.self = circle;
  const values = [
    { a: 'x\ny"z' }, ['a"b'], new Own(), [], {}, [[]], [undefined, null], { u: undefined, n: null }, NaN, Infinity, -0, 1e21, 10n, true, null,
    undefined, Symbol('s'), () => 1, class B {}, function f() {}, new Date(0), /re/g, new Error('boom'), new TypeError('t'), circle,
    new Map([['a', 1]]), new Set([1]), new WeakMap(), new Uint8Array([1, 2]), new Float64Array([1.5]), new ArrayBuffer(2),
    Promise.resolve(1), new Proxy({ p: 1 }, {}), Object.create(null), Object.create({ inherited: 1 }), new String('str'), new Number(5),
    [1, , 3], { [Symbol('k')]: 1, b: 2 }, { get g() { return 'got'; } }, { f() {} }, { toString() { return 'own'; } },
    { deep: { a: { b: { c: { d: { e: { f: 1 } } } } } } }, { 'a b': 1, 1: 2 },
    { error: new Error('in'), date: new Date(0), re: /x/, map: new Map(), symbol: Symbol('q'), big: 5n, fn: () => 1, zero: -0 },
  ];
  for (const value of values) console.log(value);
  console.log();
  console.log('');
  console.log('a', 1, { b: 2 }, [3]);
  console.log('%s %d', 'x', 5);
  console.error(new Error('told'));
  console.log(Object.keys(console).sort().join());
}
