import host from 'k6/internal/host';
import { goType } from 'k6/internal/go';

// What Java takes as bytes: a text, or an ArrayBuffer with just what a view shows.
export function bytes(value) {
  if (typeof value === 'string' || value instanceof ArrayBuffer) return value;
  if (ArrayBuffer.isView(value))
    return value.buffer.slice(value.byteOffset, value.byteOffset + value.byteLength);
  return host.refuse(`invalid type ${goType(value)}, expected string, []byte or ArrayBuffer`);
}
