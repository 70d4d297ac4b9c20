import crypto from 'k6/crypto';
import encoding from 'k6/encoding';

export const options = { iterations: 1 };

function attempt(what, f) {
  try {
    console.log(what, typeof f());
  } catch (e) {
    console.log(what, e.name);
  }
}

export default function () {
  for (const size of ['x', -1, 0, null, 1.5, '5']) attempt(`${size} random bytes`, () => crypto.randomBytes(size));
  for (const input of [null, undefined, 5, {}, [1, 'x'], [300], true]) {
    const shown = JSON.stringify(input);
    attempt(`sha1 of ${shown}`, () => crypto.sha1(input, 'hex'));
    attempt(`hex of ${shown}`, () => crypto.hexEncode(input));
    attempt(`base64 of ${shown}`, () => encoding.b64encode(input));
    attempt(`key ${shown}`, () => crypto.hmac('sha1', input, 'x', 'hex'));
  }
  for (const form of [null, 5, {}, 'nonsense']) {
    attempt(`form ${form}`, () => crypto.md5('x', form));
    attempt(`algorithm ${form}`, () => crypto.createHMAC(form, 'k').update('x'));
    attempt(`kind of base64 ${form}`, () => encoding.b64encode('x', form));
    attempt(`kind of output ${form}`, () => encoding.b64decode('aGk=', 'std', form));
  }
}
