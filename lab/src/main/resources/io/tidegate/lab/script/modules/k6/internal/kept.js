import host from 'k6/internal/host';

// What setup gave, as k6 keeps it: JSON as Go writes it.

const isoTime = date => date.toISOString().replace(/\.?0*Z$/, 'Z');

function number(value) {
  if (!Number.isFinite(value)) throw new TypeError(`unsupported value: ${value}`);
  return JSON.stringify(value);
}

function object(value, above) {
  if (above.includes(value)) throw new TypeError('unsupported value: it contains itself');
  const inner = one => text(one, [...above, value]);
  if (value instanceof Date) return JSON.stringify(isoTime(value));
  if (value instanceof Uint8Array || value instanceof Uint8ClampedArray)
    return JSON.stringify(host.b64encode(value.slice().buffer, 'std'));
  if (Array.isArray(value) || ArrayBuffer.isView(value) || value instanceof Set)
    return `[${Array.from(value, inner).join()}]`;
  if (value instanceof Map) return inner([...value]);
  return `{${Object.keys(value).map(name => `${JSON.stringify(name)}:${inner(value[name])}`).join()}}`;
}

function text(value, above) {
  switch (typeof value) {
    case 'undefined': return 'null';
    case 'function': throw new TypeError('unsupported type: function');
    case 'number': return number(value);
    case 'bigint': return String(value);
    case 'symbol': return JSON.stringify(value.description ?? '');
    case 'object': return value === null ? 'null' : object(value, above);
    default: return JSON.stringify(value);
  }
}

// Undefined where there is nothing to keep.
export const kept = value => (value === undefined ? undefined : text(value, []));
