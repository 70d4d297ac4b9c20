import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';

class Hasher {
  constructor(handle) {
    Object.defineProperty(this, 'handle', { value: handle });
  }

  update(input) {
    host.hashUpdate(this.handle, bytes(input));
  }

  digest(form) {
    return host.hashDigest(this.handle, String(form));
  }
}

export const createHash = algorithm => new Hasher(host.hash(String(algorithm)));
export const createHMAC = (algorithm, secret) => new Hasher(host.hmac(String(algorithm), bytes(secret)));

function whole(hasher, input, form) {
  hasher.update(input);
  return hasher.digest(form);
}

const hash = algorithm => (input, form) => whole(createHash(algorithm), input, form);

export const md4 = hash('md4');
export const md5 = hash('md5');
export const sha1 = hash('sha1');
export const sha256 = hash('sha256');
export const sha384 = hash('sha384');
export const sha512 = hash('sha512');
export const sha512_224 = hash('sha512_224');
export const sha512_256 = hash('sha512_256');
export const ripemd160 = hash('ripemd160');
export const hmac = (algorithm, secret, input, form) => whole(createHMAC(algorithm, secret), input, form);
export const randomBytes = size => host.randomBytes(Number(size));
export const hexEncode = input => host.hex(bytes(input));

export default {
  createHMAC, createHash, hexEncode, hmac, md4, md5, randomBytes, ripemd160, sha1, sha256, sha384, sha512,
  sha512_224, sha512_256,
};
