// The global crypto: the part of the Web Cryptography API that k6 has.
import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';
import {
  CryptoError, CryptoKey, absent, algorithmOf, curveLength, exportedKey, failed, familyOf, generated, hashOf,
  importedKey, materialOf, noAccess,
} from 'k6/internal/webkeys';

// What Java could not do.
function attempted(work) {
  try {
    return work();
  } catch (error) {
    throw failed(error.message);
  }
}

function vectorOf(name, given) {
  const vector = name === 'AES-CTR' ? given.counter : given.iv;
  const bits = vector === undefined ? '' : bytes(vector);
  if (name !== 'AES-GCM' && bits.byteLength !== 16) throw failed('the initialization vector must have 16 bytes');
  return bits;
}

function tagBits({ tagLength = 128 }) {
  if (tagLength === 32 || tagLength === 64) throw absent(`a tag of ${tagLength} bits`);
  if (![96, 104, 112, 120, 128].includes(tagLength)) throw failed('a tag has 96, 104, 112, 120 or 128 bits');
  return tagLength;
}

const optional = given => (given === undefined || given === null ? '' : bytes(given));

function cipher(usage, given, key, data) {
  const name = algorithmOf(given);
  const material = materialOf(key, usage, name);
  const encrypts = usage === 'encrypt';
  if (name === 'RSA-OAEP')
    return attempted(() => host.webOaep(encrypts, key.algorithm.hash.name, material, optional(given.label), bytes(data)));
  if (familyOf(name) !== 'AES' || name === 'AES-KW') throw absent(`${usage} with ${name}`);
  const vector = vectorOf(name, given);
  const tag = name === 'AES-GCM' ? tagBits(given) : 0;
  return attempted(() =>
    host.webCipher(name.slice(4), encrypts, material, vector, tag, optional(given.additionalData), bytes(data)));
}

function signing(given, key) {
  const name = algorithmOf(given);
  const hash = name === 'ECDSA' ? hashOf(given.hash) : key.algorithm.hash.name;
  if (name === 'RSA-PSS' && typeof given.saltLength !== 'number')
    throw new CryptoError('SyntaxError', 'could not get saltLength from algorithm parameter');
  return [name, hash, given.saltLength ?? 0];
}

function derived(given, key, usage, length) {
  const name = algorithmOf(given);
  const material = materialOf(key, usage, name);
  if (!length) throw failed('length can not be 0');
  if (length % 8 !== 0) throw failed('the length must be a multiple of 8');
  if (name === 'PBKDF2') {
    if (!(given.iterations > 0)) throw failed('there must be iterations');
    return host.webPbkdf2(hashOf(given.hash), material, bytes(given.salt), given.iterations, length / 8);
  }
  if (given.public?.type !== 'public') throw noAccess('the public key of the algorithm is none');
  if (length / 8 > curveLength(key)) throw failed('the length is too large');
  return host.webDerive(material, materialOf(given.public)).slice(0, length / 8);
}

const subtle = {
  async digest(algorithm, data) {
    return host.webDigest(hashOf(algorithm), bytes(data));
  },

  async importKey(format, data, algorithm, extractable, usages) {
    return importedKey(format, data, algorithm, extractable, usages);
  },

  async exportKey(format, key) { return exportedKey(format, key); },

  async generateKey(algorithm, extractable, usages) { return generated(algorithm, extractable, usages); },

  async sign(algorithm, key, data) {
    const material = materialOf(key, 'sign', algorithmOf(algorithm));
    if (algorithmOf(algorithm) === 'HMAC') return host.webMac(key.algorithm.hash.name, material, bytes(data));
    return host.webSign(...signing(algorithm, key), material, bytes(data));
  },

  async verify(algorithm, key, signature, data) {
    const material = materialOf(key, 'verify', algorithmOf(algorithm));
    if (algorithmOf(algorithm) !== 'HMAC')
      return host.webVerify(...signing(algorithm, key), material, bytes(data), bytes(signature));
    const expected = new Uint8Array(host.webMac(key.algorithm.hash.name, material, bytes(data)));
    const given = new Uint8Array(bytes(signature));
    return expected.length === given.length && expected.every((one, i) => one === given[i]);
  },

  async encrypt(algorithm, key, data) { return cipher('encrypt', algorithm, key, data); },
  async decrypt(algorithm, key, data) { return cipher('decrypt', algorithm, key, data); },

  async deriveBits(algorithm, key, length) { return derived(algorithm, key, 'deriveBits', length); },

  async deriveKey(algorithm, key, derivedKey, extractable, usages) {
    if (algorithmOf(algorithm) !== 'PBKDF2') throw absent(`deriveKey with ${algorithmOf(algorithm)}`);
    const name = algorithmOf(derivedKey);
    if (familyOf(name) !== 'AES') throw absent(`a key of ${name} by deriveKey`);
    const material = derived(algorithm, key, 'deriveKey', derivedKey.length);
    return importedKey('raw', material, derivedKey, extractable, usages);
  },

  async wrapKey() { throw absent('wrapKey'); },
  async unwrapKey() { throw absent('unwrapKey'); },
};

export const crypto = {
  subtle,
  CryptoKey,

  getRandomValues(array) {
    if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array
      || array instanceof Float64Array) host.refuse('TypeMismatchError: a typed array of whole numbers is needed');
    if (array.byteLength > 65536) host.refuse('QuotaExceededError: more than 65536 bytes');
    if (array.byteLength > 0)
      new Uint8Array(array.buffer, array.byteOffset, array.byteLength).set(new Uint8Array(host.randomBytes(array.byteLength)));
    return array;
  },

  randomUUID() {
    const random = new Uint8Array(host.randomBytes(16));
    random[6] = (random[6] & 0x0f) | 0x40;
    random[8] = (random[8] & 0x3f) | 0x80;
    const hex = host.hex(random.buffer);
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
  },
};
