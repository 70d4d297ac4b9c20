// What both modules of WebSockets take as parameters.
import host from 'k6/internal/host';

const isObject = value => value !== null && typeof value === 'object';

function headers(object) {
  const list = [];
  if (isObject(object)) for (const name of Object.keys(object)) list.push(name, String(object[name]));
  return list;
}

export function options(params) {
  const { headers: fields, tags, jar, compression } = isObject(params) ? params : {};
  return {
    headers: headers(fields),
    tags: isObject(tags) ? host.tags(JSON.stringify(tags)) : null,
    jar: isObject(jar) && jar.handle !== undefined ? jar.handle : null,
    compression: compression === undefined || compression === null ? null : String(compression),
  };
}

export function deflates(compression) {
  if (compression === 'deflate') return true;
  return host.refuse(`unsupported compression algorithm '${compression}', supported algorithm is 'deflate'`);
}

// Codes with which a server closes as it should.
export const isUsual = code => code === 1000 || code === 1001;

const names = { 1002: 'protocol error', 1003: 'unsupported data', 1005: 'no status', 1006: 'abnormal closure',
  1007: 'invalid payload data', 1008: 'policy violation', 1009: 'message too big', 1010: 'mandatory extension missing',
  1011: 'internal server error', 1015: 'TLS handshake error' };

export const closeText = (code, reason) =>
  `websocket: close ${code}${code in names ? ` (${names[code]})` : ''}${reason === '' ? '' : `: ${reason}`}`;
