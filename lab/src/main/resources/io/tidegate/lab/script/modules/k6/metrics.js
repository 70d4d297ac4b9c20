import host from 'k6/internal/host';

// What is no number itself counts as one, but where it is 0 and yet true, it is 1.
function numberOf(value) {
  if (typeof value === 'number') return value;
  if (value === undefined || value === null) return NaN;
  const number = +value;
  return number === 0 && value ? 1 : number;
}

function metric(type, name, isTime) {
  const text = name === undefined || name === null ? '' : String(name);
  const handle = host.metric(type, text, !!isTime);

  function add(value, tags) {
    const number = numberOf(value);
    if (Number.isNaN(number)) {
      const what = arguments.length === 0 ? 'no value was provided' : `'${String(value)}' is an invalid value`;
      return host.mistaken(`${what} for metric '${text}', a number or a boolean value is expected`);
    }
    const flat = tags === undefined || tags === null ? null : host.tags(JSON.stringify(tags));
    return host.measured(handle, number, flat);
  }

  return Object.defineProperties({}, {
    name: { value: text, enumerable: true },
    add: { value: add, enumerable: true, writable: true },
  });
}

export function Counter(name, isTime) { return metric('COUNTER', name, isTime); }
export function Gauge(name, isTime) { return metric('GAUGE', name, isTime); }
export function Rate(name, isTime) { return metric('RATE', name, isTime); }
export function Trend(name, isTime) { return metric('TREND', name, isTime); }

export default { Counter, Gauge, Rate, Trend };
