export const options = { iterations: 1 };

const { subtle } = crypto;
const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');
const bytes = (text) => new Uint8Array(Array.from(text, (c) => c.charCodeAt(0)));
const unhex = (text) => new Uint8Array(text.match(/../g).map((pair) => parseInt(pair, 16)));

async function attempt(what, f) {
  try {
    console.log(what, 'gives', await f());
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

const shown = (key) =>
  [key.type, key.extractable, key.algorithm.name, key.algorithm.length, key.algorithm.namedCurve, key.usages.join()].join(' ');
const jwkOf = (jwk) =>
  Object.keys(jwk).sort().map((name) => `${name}=${String(jwk[name]).length > 20 ? 'long' : jwk[name]}`).join(' '); // a number that begins with zeros is shorter
const rsa = { modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: 'SHA-256' };
const curve = {
  kty: 'EC', crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4', y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
};

async function forms() {
  const all = [[{ name: 'HMAC', hash: 'SHA-1' }, ['sign', 'verify']], [{ name: 'AES-CBC', length: 128 }, ['encrypt', 'decrypt']],
    [{ name: 'AES-GCM', length: 256 }, ['encrypt', 'decrypt']], [{ name: 'ECDSA', namedCurve: 'P-256' }, ['sign', 'verify']],
    [{ name: 'ECDSA', namedCurve: 'P-521' }, ['sign', 'verify']], [{ name: 'ECDH', namedCurve: 'P-384' }, ['deriveBits']],
    [{ name: 'RSA-OAEP', ...rsa }, ['encrypt', 'decrypt']], [{ name: 'RSA-PSS', ...rsa }, ['sign', 'verify']],
    [{ name: 'RSASSA-PKCS1-v1_5', ...rsa }, ['sign', 'verify']]];
  for (const [algorithm, usages] of all) {
    const made = await subtle.generateKey(algorithm, true, usages);
    for (const key of made.privateKey ? [made.privateKey, made.publicKey] : [made]) {
      console.log(shown(key));
      for (const form of ['raw', 'jwk', 'spki', 'pkcs8', 'other'])
        await attempt(`${form} of ${algorithm.name} ${key.type}`, async () => {
          const exported = await subtle.exportKey(form, key);
          const again = await subtle.importKey(form, exported, algorithm, true, key.usages);
          return `${form === 'jwk' ? jwkOf(exported) : ''} then ${shown(again)}`;
        });
    }
  }
}

async function known() {
  const password = await subtle.importKey('raw', bytes('password'), 'PBKDF2', false, ['deriveBits', 'deriveKey']);
  const salted = (hash, iterations) => ({ name: 'PBKDF2', hash, salt: bytes('salt'), iterations });
  await attempt('PBKDF2', async () => hex(await subtle.deriveBits(salted('SHA-256', 1000), password, 256)));
  await attempt('PBKDF2 long', async () => hex(await subtle.deriveBits(salted({ name: 'SHA-1' }, 2), password, 400)));
  for (const length of [undefined, null, 0, 7])
    await attempt(`PBKDF2 ${length}`, () => subtle.deriveBits(salted('SHA-1', 1), password, length));
  await attempt('PBKDF2 without iterations', () => subtle.deriveBits(salted('SHA-1', 0), password, 8));
  await attempt('a key', async () =>
    hex(await subtle.exportKey('raw', await subtle.deriveKey(salted('SHA-1', 1), password, { name: 'AES-CBC', length: 256 }, true, ['encrypt']))));
  const secret = await subtle.importKey('jwk', curve, { name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
  const open = await subtle.importKey('jwk', { ...curve, d: undefined, key_ops: undefined }, { name: 'ECDH', namedCurve: 'P-256' }, true, []);
  await attempt('ECDH', async () => hex(await subtle.deriveBits({ name: 'ECDH', public: open }, secret, 256)));
  for (const length of [null, 0, 300, 512])
    await attempt(`ECDH ${length}`, () => subtle.deriveBits({ name: 'ECDH', public: open }, secret, length));
  await attempt('ECDH of a private key', () => subtle.deriveBits({ name: 'ECDH', public: secret }, secret, 128));
  await attempt('raw', async () => hex(await subtle.exportKey('raw', open)));
  const again = await subtle.exportKey('jwk', secret);
  console.log(again.x === curve.x, again.y === curve.y, again.d === curve.d);
}

async function ciphers() {
  const key = await subtle.importKey('raw', unhex('000102030405060708090a0b0c0d0e0f'), 'AES-GCM', false, ['encrypt', 'decrypt']);
  const iv = new Uint8Array(12);
  for (const tagLength of [undefined, 96, 128, 100, 32])
    await attempt(`GCM ${tagLength}`, async () => hex(await subtle.encrypt({ name: 'AES-GCM', iv, tagLength }, key, bytes('hello'))));
  await attempt('GCM with more', async () =>
    hex(await subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bytes('more') }, key, bytes('hello'))));
  await attempt('GCM broken', () => subtle.decrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(20)));
  await attempt('GCM short', () => subtle.decrypt({ name: 'AES-GCM', iv }, key, new Uint8Array(2)));
  const counting = await subtle.importKey('raw', new Uint8Array(16), 'AES-CTR', false, ['encrypt']);
  await attempt('CTR', async () =>
    hex(await subtle.encrypt({ name: 'AES-CTR', counter: new Uint8Array(16), length: 64 }, counting, bytes('hello'))));
  const pair = await subtle.generateKey({ name: 'RSA-OAEP', ...rsa }, true, ['encrypt', 'decrypt']);
  const label = bytes('label');
  const sealed = await subtle.encrypt({ name: 'RSA-OAEP', label }, pair.publicKey, bytes('hello'));
  await attempt('OAEP', async () => hex(await subtle.decrypt({ name: 'RSA-OAEP', label }, pair.privateKey, sealed)));
  await attempt('OAEP without its label', () => subtle.decrypt({ name: 'RSA-OAEP' }, pair.privateKey, sealed));
  await attempt('OAEP too long', () => subtle.encrypt({ name: 'RSA-OAEP' }, pair.publicKey, new Uint8Array(500)));
  const signing = await subtle.generateKey({ name: 'RSA-PSS', ...rsa }, true, ['sign', 'verify']);
  const salted = { name: 'RSA-PSS', saltLength: 20 };
  const signature = await subtle.sign(salted, signing.privateKey, bytes('hello'));
  await attempt('PSS', () => subtle.verify(salted, signing.publicKey, signature, bytes('hello')));
  await attempt('PSS of another', () => subtle.verify(salted, signing.publicKey, signature, bytes('other')));
  await attempt('PSS without salt', () => subtle.sign({ name: 'RSA-PSS' }, signing.privateKey, bytes('hello')));
}

async function misused() {
  const sealing = await subtle.generateKey({ name: 'AES-CBC', length: 128 }, false, ['encrypt']);
  await attempt('not extractable', () => subtle.exportKey('raw', sealing));
  await attempt('not for it', () => subtle.decrypt({ name: 'AES-CBC', iv: new Uint8Array(16) }, sealing, new Uint8Array(16)));
  await attempt('another algorithm', () => subtle.encrypt({ name: 'AES-GCM', iv: new Uint8Array(12) }, sealing, new Uint8Array(16)));
  await attempt('a short vector', () => subtle.encrypt({ name: 'AES-CBC', iv: new Uint8Array(12) }, sealing, new Uint8Array(16)));
  const wrong = [['raw', new Uint8Array(15), 'AES-CBC', ['encrypt']], ['raw', new Uint8Array(16), 'AES-CBC', []],
    ['raw', new Uint8Array(16), 'AES-CBC', ['sign']], ['raw', new Uint8Array(16), 'none', ['sign']],
    ['raw', new Uint8Array(16), 'HMAC', ['sign']], ['spki', new Uint8Array(16), { name: 'ECDSA', namedCurve: 'P-256' }, ['verify']],
    ['jwk', { kty: 'oct' }, 'AES-CBC', ['encrypt']], ['jwk', { kty: 'RSA', k: 'AAAA' }, 'AES-CBC', ['encrypt']]];
  for (const [form, data, algorithm, usages] of wrong)
    await attempt(`import ${form} as ${algorithm.name ?? algorithm}`, async () => shown(await subtle.importKey(form, data, algorithm, true, usages)));
  for (const [algorithm, usages] of [[{ name: 'PBKDF2' }, ['deriveBits']], [{ name: 'none' }, ['sign']],
    [{ name: 'AES-CBC', length: 100 }, ['encrypt']], [{ name: 'AES-CBC', length: 128 }, []], [{ name: 'AES-CBC', length: 128 }, ['sign']],
    [{ name: 'HMAC' }, ['sign']], [{ name: 'ECDSA', namedCurve: 'P-999' }, ['sign']]])
    await attempt(`generate ${JSON.stringify(algorithm)}`, async () => shown(await subtle.generateKey(algorithm, true, usages)));
  await attempt('digest', () => subtle.digest('MD5', bytes('x')));
  for (const array of [new Float32Array(1), new Uint8Array(65537), [1]])
    try {
      crypto.getRandomValues(array);
    } catch (e) {
      console.log(e.name);
    }
  const verifying = await subtle.importKey('raw', bytes('k'), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  await attempt('verify', () => subtle.verify('HMAC', verifying, new Uint8Array(3), bytes('x')));
  await attempt('sign', () => subtle.sign('HMAC', verifying, bytes('x')));
}

export default async function () {
  await forms();
  await known();
  await ciphers();
  await misused();
}
