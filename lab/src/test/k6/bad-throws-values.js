// log: error: a text
// log: error: TypeError: of inner
export const options = { iterations: 4 };

function inner(value) {
  throw value;
}

export default function () {
  if (__ITER === 0) throw 'a text';
  if (__ITER === 1) throw { code: 5 };
  if (__ITER === 2) inner(new TypeError('of inner'));
  throw null;
}
