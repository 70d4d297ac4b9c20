// What Java takes as bytes: a text, or an ArrayBuffer with just what a view shows.
export function bytes(value) {
  if (typeof value === 'string' || value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value))
    return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
  if (Array.isArray(value)) return new Uint8Array(value).buffer;
  throw new TypeError(`invalid type ${value === null ? 'null' : typeof value}, expected string, []byte or ArrayBuffer`);
}
