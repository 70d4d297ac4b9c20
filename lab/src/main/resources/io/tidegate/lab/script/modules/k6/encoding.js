import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';

const named = form => (form === undefined || form === null ? 'std' : String(form));

export function b64encode(input, form) {
  return host.b64encode(bytes(input), named(form));
}

export function b64decode(input, form, output) {
  const decoded = host.b64decode(String(input ?? ''), named(form));
  return output === 's' ? host.decoded(decoded) : decoded;
}

export default { b64decode, b64encode };
