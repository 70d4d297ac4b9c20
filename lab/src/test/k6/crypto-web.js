export const options = { iterations: 1 };

const hex = (buffer) => Array.from(new Uint8Array(buffer), (b) => b.toString(16).padStart(2, '0')).join('');
const bytes = (text) => new Uint8Array(Array.from(text, (c) => c.charCodeAt(0)));

export default async function () {
  console.log(typeof crypto, typeof crypto.subtle, crypto.randomUUID().length, crypto.getRandomValues(new Uint8Array(4)).length);
  console.log(hex(await crypto.subtle.digest('SHA-256', bytes('hello'))));
  const key = await crypto.subtle.importKey('raw', bytes('a key'), { name: 'HMAC', hash: 'SHA-256' }, false, ['sign', 'verify']);
  const signature = await crypto.subtle.sign('HMAC', key, bytes('hello'));
  console.log(hex(signature), await crypto.subtle.verify('HMAC', key, signature, bytes('hello')));
  const secret = await crypto.subtle.importKey('raw', bytes('0123456789abcdef'), 'AES-CBC', true, ['encrypt', 'decrypt']);
  const sealed = await crypto.subtle.encrypt({ name: 'AES-CBC', iv: bytes('fedcba9876543210') }, secret, bytes('hello'));
  console.log(hex(sealed));
  console.log(hex(await crypto.subtle.decrypt({ name: 'AES-CBC', iv: bytes('fedcba9876543210') }, secret, sealed)));
}
