// args: --verbose
export const options = { iterations: 1 };

export default function () {
  console.log('log', 1, 2.5, -0, 1e21, NaN, Infinity, true, null, undefined);
  console.debug('debug');
  console.info('info');
  console.warn('warn');
  console.error('error');
  console.log({ a: 1, b: { c: [1, 2, { d: null }] } });
  console.log([1, 'two', { three: 3 }, [4]], 'and more');
  console.log([]);
  console.log({});
  console.log(function named() {});
  console.log(() => 1);
  console.log(class A {});
  const circle = { name: 'circle' };
  circle.self = circle;
  console.log(circle);
  console.log(new Error('an error'));
  console.log({ e: new Error('inside') });
  console.log(new Date(0));
  console.log(new Map([['a', 1]]), new Set([1, 2]));
  console.log(/re+/g);
  console.log('%s of %d', 'no', 1);
  console.log('');
  console.log();
  console.log('line one\nline two\ttab "quoted" \\ back');
  console.log('한국어', '🎟');
  console.log(new Uint8Array([1, 2, 3]));
  console.log({ f: () => 1, u: undefined, n: NaN, d: new Date(0) });
  console.log(Object.create(null));
  console.log(Promise.resolve(1));
  console.log(String(Symbol('s')));
  console.log(new String('boxed'), new Number(1));
  console.log({ toJSON: () => 'own JSON' });
}
