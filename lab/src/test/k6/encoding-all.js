import encoding, { b64encode, b64decode } from 'k6/encoding';

export const options = { iterations: 1 };

const show = (value) => (typeof value === 'string' ? `"${value}"` : `${Object.prototype.toString.call(value)} ${new Uint8Array(value)}`);

function attempt(what, f) {
  try {
    console.log(what, show(f()));
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export default function () {
  const bytes = new Uint8Array([0, 250, 255, 62, 63]);
  for (const kind of [undefined, 'std', 'rawstd', 'url', 'rawurl', 'nonsense']) {
    attempt(`text ${kind}`, () => b64encode('hello, 서울?>', kind));
    attempt(`bytes ${kind}`, () => b64encode(bytes.buffer, kind));
    attempt(`view ${kind}`, () => b64encode(bytes, kind));
  }
  attempt('decoded', () => b64decode('aGVsbG8='));
  attempt('decoded text', () => b64decode('aGVsbG8=', 'std', 's'));
  attempt('decoded raw', () => b64decode('aGVsbG8', 'rawstd', 's'));
  attempt('decoded url', () => b64decode('APr_Pj8=', 'url'));
  attempt('decoded raw url', () => b64decode('APr_Pj8', 'rawurl'));
  attempt('wrong', () => b64decode('***'));
  attempt('empty', () => b64encode(''));
  attempt('nothing decoded', () => b64decode(''));
  console.log(Object.keys(encoding).sort().join());
}
