// Keys of the Web Cryptography API. Secret ones are raw bytes, private ones PKCS #8, public ones SPKI.
import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';

export class CryptoError extends Error {
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

export const absent = what => new CryptoError('NotSupportedError', `${what} is not here`);
export const noAccess = why => new CryptoError('InvalidAccessError', why);
export const failed = why => new CryptoError('OperationError', why);
const wrong = why => new CryptoError('SyntaxError', why);
const badData = why => new CryptoError('DataError', why);

const materials = new WeakMap();

export class CryptoKey {
  constructor(type, extractable, algorithm, usages, material) {
    this.type = type;
    this.extractable = !!extractable;
    this.algorithm = algorithm;
    this.usages = usages;
    materials.set(this, material);
  }
}

const secretUsages = ['encrypt', 'decrypt', 'wrapKey', 'unwrapKey'];
const aes = { family: 'AES', secret: secretUsages };
const signing = { private: ['sign'], public: ['verify'] };

// What keys of each algorithm are for.
const algorithms = {
  HMAC: { family: 'HMAC', secret: ['sign', 'verify'] },
  PBKDF2: { family: 'PBKDF2', secret: ['deriveBits', 'deriveKey'] },
  'AES-CBC': aes,
  'AES-CTR': aes,
  'AES-GCM': aes,
  'AES-KW': { family: 'AES', secret: ['wrapKey', 'unwrapKey'] },
  ECDSA: { family: 'EC', ...signing },
  ECDH: { family: 'EC', private: ['deriveKey', 'deriveBits'], public: [] },
  'RSA-PSS': { family: 'RSA', ...signing },
  'RSASSA-PKCS1-v1_5': { family: 'RSA', ...signing },
  'RSA-OAEP': { family: 'RSA', private: ['decrypt', 'unwrapKey'], public: ['encrypt', 'wrapKey'] },
};

const curveBytes = { 'P-256': 32, 'P-384': 48, 'P-521': 66 };
const hashBlocks = { 'SHA-1': 512, 'SHA-256': 512, 'SHA-384': 1024, 'SHA-512': 1024 };

export const nameOf = given => String(typeof given === 'object' && given !== null ? given.name : given);

export function hashOf(given) {
  if (given === undefined || given === null) throw wrong('could not get hash from algorithm parameter');
  const name = nameOf(given).toUpperCase();
  if (!(name in hashBlocks)) throw absent(`the hash ${name}`);
  return name;
}

export function algorithmOf(given) {
  const asked = nameOf(given);
  const name = Object.keys(algorithms).find(one => one.toUpperCase() === asked.toUpperCase());
  if (name === undefined) throw absent(`the algorithm ${asked}`);
  return name;
}

export const familyOf = name => algorithms[name].family;
const isPair = family => family === 'EC' || family === 'RSA';

function curveOf(given) {
  const curve = given.namedCurve;
  if (curve === undefined) throw wrong('could not get namedCurve from algorithm parameter');
  if (!(curve in curveBytes)) throw absent(`the elliptic curve ${curve}`);
  return curve;
}

export const curveLength = key => curveBytes[key.algorithm.namedCurve];

// The algorithm as a key shows it.
function described(name, given, length) {
  switch (familyOf(name)) {
    case 'HMAC': return { name, hash: { name: hashOf(given.hash) }, length };
    case 'AES': return { name, length };
    case 'EC': return { name, namedCurve: curveOf(given) };
    case 'RSA': return { name, hash: { name: hashOf(given.hash) }, modulusLength: length };
    default: return { name };
  }
}

export function materialOf(key, usage, name) {
  if (!(key instanceof CryptoKey)) throw new TypeError('a CryptoKey is needed');
  if (name !== undefined && name !== key.algorithm.name)
    throw noAccess('the name of the algorithm is not that of the key');
  if (usage !== undefined && !key.usages.includes(usage)) throw noAccess(`the key is not for ${usage}`);
  return materials.get(key);
}

function checkedUsages(name, types, usages) {
  const all = [...usages];
  const known = types.flatMap(type => algorithms[name][type]);
  const odd = all.find(one => !known.includes(one));
  if (odd !== undefined) throw wrong(`invalid key usage: ${odd}`);
  if (all.length === 0 && !(types.length === 1 && types[0] === 'public'))
    throw wrong('a secret or private CryptoKey needs usages');
  return all;
}

// ---- generating

function secretLength(name, given) {
  if (familyOf(name) === 'HMAC') return given.length ?? hashBlocks[hashOf(given.hash)];
  if (![128, 192, 256].includes(given.length)) throw failed('invalid key length');
  return given.length;
}

export function generated(given, extractable, usages) {
  const name = algorithmOf(given);
  if (name === 'PBKDF2') throw absent('generateKey of PBKDF2');
  if ('secret' in algorithms[name]) {
    const length = secretLength(name, given);
    const about = described(name, given, length);
    const material = host.randomBytes(Math.ceil(length / 8));
    return new CryptoKey('secret', extractable, about, checkedUsages(name, ['secret'], usages), material);
  }
  const about = described(name, given, given.modulusLength);
  const all = checkedUsages(name, ['private', 'public'], usages);
  const [secret, open] = host.webKeyPair(name, String(about.namedCurve ?? about.modulusLength));
  const of = type => all.filter(one => algorithms[name][type].includes(one));
  return {
    privateKey: new CryptoKey('private', extractable, about, of('private'), secret),
    publicKey: new CryptoKey('public', true, about, of('public'), open),
  };
}

// ---- forms

function ofJwk(name, given, jwk) {
  if (typeof jwk !== 'object' || jwk === null) throw badData('a JWK is an object');
  const kty = { EC: 'EC', RSA: 'RSA' }[familyOf(name)] ?? 'oct';
  if (jwk.kty !== kty) throw badData(`the JWK of ${name} has the kty ${kty}`);
  if (kty === 'oct') {
    if (typeof jwk.k !== 'string') throw badData('the JWK has no k');
    return ['secret', host.b64decode(jwk.k, 'rawurl')];
  }
  if (kty === 'EC' && jwk.crv !== given.namedCurve) throw badData('the JWK is on another curve');
  const fields = Object.entries(jwk).filter(([, value]) => typeof value === 'string');
  return [jwk.d === undefined ? 'public' : 'private', host.webOfJwk(fields.flat())];
}

function imported(format, data, name, given) {
  const family = familyOf(name);
  if (format === 'jwk') return ofJwk(name, given, data);
  if (format === 'raw' && family === 'EC') return ['public', host.webOfPoint(curveOf(given), bytes(data))];
  if (format === 'raw' && !isPair(family)) return ['secret', bytes(data).slice(0)];
  if (format === 'pkcs8' && isPair(family)) return ['private', bytes(data).slice(0)];
  if (format === 'spki' && isPair(family)) return ['public', bytes(data).slice(0)];
  throw absent(`the format ${format} for ${name}`);
}

function lengthOf(family, material, type) {
  try {
    return isPair(family) ? host.webKeyBits(family, type === 'private', material)
      : 8 * material.byteLength;
  } catch (error) {
    throw badData(error.message);
  }
}

export function importedKey(format, data, given, extractable, usages) {
  const name = algorithmOf(given);
  const family = familyOf(name);
  if (name === 'PBKDF2' && extractable) throw wrong('a key of PBKDF2 is never extractable');
  const [type, material] = imported(format, data, name, given);
  const length = lengthOf(family, material, type);
  if (family === 'AES' && ![128, 192, 256].includes(length)) throw badData(`invalid key length of ${length} bits`);
  return new CryptoKey(type, extractable, described(name, given, length), checkedUsages(name, [type], usages), material);
}

function asJwk(key, material) {
  const { name, hash, length } = key.algorithm;
  if (key.type !== 'secret') return JSON.parse(host.webJwk(familyOf(name), key.type === 'private', material));
  const alg = name === 'HMAC' ? `HS${hash.name.slice(4)}` : `A${length}${name.slice(4)}`;
  return { kty: 'oct', k: host.b64encode(material, 'rawurl'), alg, ext: key.extractable, key_ops: key.usages };
}

export function exportedKey(format, key) {
  const material = materialOf(key);
  if (!key.extractable) throw noAccess('the key is not extractable');
  if (format === 'jwk') return asJwk(key, material);
  const family = familyOf(key.algorithm.name);
  const known = { EC: ['raw', 'spki', 'pkcs8'], RSA: ['spki', 'pkcs8'] }[family] ?? ['raw'];
  if (!known.includes(format)) throw absent(`the format ${format} for ${key.algorithm.name}`);
  if (key.type !== 'secret' && (format === 'pkcs8') !== (key.type === 'private'))
    throw noAccess(`a ${key.type} key has no form ${format}`);
  return format === 'raw' && key.type === 'public' ? host.webPoint(material) : material.slice(0);
}
