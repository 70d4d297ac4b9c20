import crypto, { hmac, sha256 } from 'k6/crypto';

export const options = { iterations: 1 };

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');

export default function () {
  const hashes = ['md4', 'md5', 'sha1', 'sha256', 'sha384', 'sha512', 'sha512_224', 'sha512_256', 'ripemd160'];
  for (const name of hashes) {
    console.log(name, crypto[name]('hello', 'hex'));
    console.log(name, 'hmac', hmac(name, 'a key', 'hello', 'hex'));
    const hash = crypto.createHash(name);
    hash.update('hel');
    hash.update('lo');
    console.log(name, 'in parts', hash.digest('hex') === crypto[name]('hello', 'hex'));
  }
  for (const form of ['hex', 'base64', 'base64url', 'base64rawurl']) console.log(form, sha256('서울?', form));
  console.log('binary', hex(sha256('hello', 'binary')));
  console.log('of bytes', sha256(new Uint8Array([1, 2, 3]).buffer, 'hex'), sha256(new Uint8Array([1, 2, 3]), 'hex'));
  const mac = crypto.createHMAC('sha256', 'a key');
  mac.update('hel');
  mac.update('lo');
  console.log('hmac in parts', mac.digest('hex') === hmac('sha256', 'a key', 'hello', 'hex'));
  console.log('key of bytes', hmac('sha1', new Uint8Array([1, 2]).buffer, 'x', 'base64'));
  console.log('random', crypto.randomBytes(8).byteLength, hex(crypto.randomBytes(8)) !== hex(crypto.randomBytes(8)));
  for (const wrong of [() => crypto.randomBytes(0), () => crypto.randomBytes(-1), () => hmac('none', 'k', 'd', 'hex'),
    () => sha256('x', 'nonsense')]) {
    try {
      console.log('taken', String(wrong()));
    } catch (e) {
      console.log('refused', e.name);
    }
  }
  console.log(Object.keys(crypto).sort().join());
}
