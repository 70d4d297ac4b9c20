// A value as the console shows it.

const kind = value => Object.prototype.toString.call(value).slice(8, -1);

function list(open, entries, close) {
  return entries.length === 0 ? open + close : `${open} ${entries.join(', ')} ${close}`;
}

function inner(value, above) {
  if (value === undefined || value === null) return 'null';
  if (typeof value === 'string') return `"${value}"`;
  if (typeof value === 'function') return '[object Function]';
  if (typeof value === 'symbol') return above.length === 0 ? value.description ?? '' : `"${value.description ?? ''}"`;
  if (typeof value !== 'object') return String(value);
  if (value instanceof Error) return String(value);
  if (value instanceof Date) return JSON.stringify(value);
  if (above.includes(value)) return '[Circular]';
  const path = [...above, value];
  if (Array.isArray(value)) return list('[', Array.from(value, one => inner(one, path)), ']');
  if (value instanceof ArrayBuffer) {
    const hex = Array.from(new Uint8Array(value), one => one.toString(16).padStart(2, '0'));
    return `ArrayBuffer { [Uint8Contents]: <${hex.join(' ')}>, byteLength: ${value.byteLength} }`;
  }
  if (ArrayBuffer.isView(value) && !(value instanceof DataView))
    return `${kind(value)}(${value.length}) ${list('[', Array.from(value, String), ']')}`;
  return list('{', Object.keys(value).map(name => `${name}: ${inner(value[name], path)}`), '}');
}

export function inspect(value) {
  if (typeof value === 'string') return value;
  if (value === undefined) return 'undefined';
  return inner(value, []);
}
