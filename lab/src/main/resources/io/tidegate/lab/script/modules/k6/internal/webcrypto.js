// The global crypto: the part of the Web Cryptography API that load scripts use.
import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';

class CryptoError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

const absent = what => new CryptoError('NotSupportedError', `${what} is not here`);

const secrets = new WeakMap();

class CryptoKey {
  constructor(type, extractable, algorithm, usages, material) {
    this.type = type;
    this.extractable = extractable;
    this.algorithm = algorithm;
    this.usages = usages;
    secrets.set(this, material);
  }
}

const hashes = { 'SHA-1': 20, 'SHA-256': 32, 'SHA-384': 48, 'SHA-512': 64 };

function hashOf(given) {
  const name = String(typeof given === 'object' && given !== null ? given.name : given).toUpperCase();
  if (!(name in hashes)) throw absent(`the hash ${name}`);
  return name;
}

const names = [
  'HMAC', 'AES-CBC', 'AES-GCM', 'AES-CTR', 'RSASSA-PKCS1-v1_5', 'RSA-PSS', 'ECDSA', 'ECDH',
];

function algorithmOf(given) {
  const asked = String(typeof given === 'object' && given !== null ? given.name : given);
  const name = names.find(one => one.toUpperCase() === asked.toUpperCase());
  if (name === undefined) throw absent(asked);
  return name;
}

const isAes = name => name.startsWith('AES-');
const isCurve = name => name.startsWith('EC');

function described(name, given, length) {
  if (name === 'HMAC') return { name, hash: { name: hashOf(given.hash) }, length };
  if (isAes(name)) return { name, length };
  if (isCurve(name)) return { name, namedCurve: given.namedCurve };
  return { name, hash: { name: hashOf(given.hash) }, modulusLength: given.modulusLength };
}

function materialOf(key, usage) {
  if (!(key instanceof CryptoKey)) throw new TypeError('a CryptoKey is needed');
  if (usage !== undefined && !key.usages.includes(usage))
    throw new CryptoError('InvalidAccessError', `the key is not for ${usage}`);
  return secrets.get(key);
}

function cipher(encrypts, given, key, data) {
  const name = algorithmOf(given);
  if (!isAes(name)) throw absent(`${encrypts ? 'encrypting' : 'decrypting'} with ${name}`);
  const iv = bytes(name === 'AES-CTR' ? given.counter : given.iv);
  const more = given.additionalData === undefined ? '' : bytes(given.additionalData);
  const material = materialOf(key, encrypts ? 'encrypt' : 'decrypt');
  try {
    return host.webCipher(name.slice(4), encrypts, material, iv, given.tagLength ?? 128, more, bytes(data));
  } catch (error) {
    throw new CryptoError('OperationError', error.message);
  }
}

const signing = (given, key) => {
  const name = algorithmOf(given);
  const hash = name === 'ECDSA' ? hashOf(given.hash) : key.algorithm.hash.name;
  return [name, hash, Number(given.saltLength ?? 0)];
};

function jwkOf(key, material) {
  if (key.type !== 'secret') throw absent('a JWK of a pair of keys');
  const alg = key.algorithm.name === 'HMAC'
    ? `HS${key.algorithm.hash.name.slice(4)}`
    : `A${key.algorithm.length}${key.algorithm.name.slice(4)}`;
  return { kty: 'oct', k: host.b64encode(material, 'rawurl'), alg, ext: key.extractable, key_ops: key.usages };
}

const subtle = {
  async digest(algorithm, data) {
    return host.webDigest(hashOf(algorithm), bytes(data));
  },

  async importKey(format, data, algorithm, extractable, usages) {
    const name = algorithmOf(algorithm);
    const types = { raw: 'secret', jwk: 'secret', pkcs8: 'private', spki: 'public' };
    const type = types[format];
    const isSecret = name === 'HMAC' || isAes(name);
    if (type === undefined || (type === 'secret') !== isSecret) throw absent(`the format ${format} for ${name}`);
    const material = format === 'jwk' ? host.b64decode(data.k, 'rawurl') : bytes(data).slice(0);
    if (isAes(name) && ![16, 24, 32].includes(material.byteLength))
      throw new CryptoError('DataError', 'a key of AES has 128, 192 or 256 bits');
    const length = 8 * material.byteLength;
    return new CryptoKey(type, !!extractable, described(name, algorithm, length), [...usages], material);
  },

  async exportKey(format, key) {
    const material = materialOf(key);
    if (!key.extractable) throw new CryptoError('InvalidAccessError', 'the key is not extractable');
    if (format === 'jwk') return jwkOf(key, material);
    const fitting = { secret: 'raw', private: 'pkcs8', public: 'spki' }[key.type];
    if (format !== fitting) throw absent(`the format ${format} for a ${key.type} key`);
    return material.slice(0);
  },

  async generateKey(algorithm, extractable, usages) {
    const name = algorithmOf(algorithm);
    if (name === 'HMAC' || isAes(name)) {
      const blocks = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };
      const length = algorithm.length ?? blocks[hashOf(algorithm.hash)];
      const material = host.randomBytes(length / 8);
      return new CryptoKey('secret', !!extractable, described(name, algorithm, length), [...usages], material);
    }
    const size = String(isCurve(name) ? algorithm.namedCurve : algorithm.modulusLength);
    const [secret, open] = host.webKeyPair(name, size);
    const about = described(name, algorithm);
    const of = (...all) => usages.filter(one => all.includes(one));
    return {
      privateKey: new CryptoKey('private', !!extractable, about, of('sign', 'deriveKey', 'deriveBits'), secret),
      publicKey: new CryptoKey('public', true, about, of('verify'), open),
    };
  },

  async sign(algorithm, key, data) {
    const material = materialOf(key, 'sign');
    if (algorithmOf(algorithm) === 'HMAC') return host.webMac(key.algorithm.hash.name, material, bytes(data));
    return host.webSign(...signing(algorithm, key), material, bytes(data));
  },

  async verify(algorithm, key, signature, data) {
    const material = materialOf(key, 'verify');
    if (algorithmOf(algorithm) !== 'HMAC')
      return host.webVerify(...signing(algorithm, key), material, bytes(data), bytes(signature));
    const expected = new Uint8Array(host.webMac(key.algorithm.hash.name, material, bytes(data)));
    const given = new Uint8Array(bytes(signature));
    return expected.length === given.length && expected.every((one, i) => one === given[i]);
  },

  async encrypt(algorithm, key, data) { return cipher(true, algorithm, key, data); },
  async decrypt(algorithm, key, data) { return cipher(false, algorithm, key, data); },

  async deriveBits(algorithm, key, length) {
    if (algorithmOf(algorithm) !== 'ECDH') throw absent(`deriving with ${algorithm.name}`);
    const shared = host.webDerive(materialOf(key, 'deriveBits'), materialOf(algorithm.public));
    return length === undefined || length === null ? shared : shared.slice(0, length / 8);
  },

  async deriveKey() { throw absent('deriveKey'); },
  async wrapKey() { throw absent('wrapKey'); },
  async unwrapKey() { throw absent('unwrapKey'); },
};

export const crypto = {
  subtle,

  getRandomValues(array) {
    if (!ArrayBuffer.isView(array) || array instanceof DataView || array instanceof Float32Array
      || array instanceof Float64Array) throw new CryptoError('TypeMismatchError', 'an array of whole numbers is needed');
    if (array.byteLength > 65536) throw new CryptoError('QuotaExceededError', 'more than 65536 bytes');
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
