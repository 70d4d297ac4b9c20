// Values as Go prints them and calls them, which shows in what k6 sends and refuses.

// As Go prints a number that is not whole, or too large to be known as such.
function goFloat(number) {
  if (!Number.isFinite(number)) return Number.isNaN(number) ? 'NaN' : number > 0 ? '+Inf' : '-Inf';
  if (number === 0) return '-0';
  const [digits, exponent] = number.toExponential().split('e');
  if (exponent >= -4 && exponent < 6) return String(number);
  return `${digits}e${exponent[0]}${exponent.slice(1).padStart(2, '0')}`;
}

// As Go prints what is no text.
export function goText(value) {
  if (value === undefined || value === null) return '<nil>';
  if (typeof value === 'number')
    return Number.isSafeInteger(value) && !Object.is(value, -0) ? String(value) : goFloat(value);
  if (typeof value !== 'object') return String(value);
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace(/(\.000)?Z$/, ' +0000 UTC');
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return `[${Array.from(value, goText).join(' ')}]`;
  return `map[${Object.keys(value).sort().map(name => `${name}:${goText(value[name])}`).join(' ')}]`;
}

export const OBJECT = 'map[string]interface {}';

// What Go calls a value that it does not take.
export function goType(value) {
  if (value === undefined || value === null) return '<nil>';
  if (Array.isArray(value)) return '[]interface {}';
  if (value instanceof Date) return 'time.Time';
  if (value instanceof Map) return '[][2]interface {}';
  if (ArrayBuffer.isView(value)) return `[]${value.constructor.name.replace('Array', '').toLowerCase()}`;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'int64' : 'float64';
  return { boolean: 'bool', object: OBJECT }[typeof value] ?? typeof value;
}
