import host from 'k6/internal/host';

const repeating = new Map();
let lastRepeating = 0;

function needsFunction(name, fn) {
  if (fn === undefined || fn === null) host.refuse(`${name}'s callback isn't a callable function`);
  if (typeof fn !== 'function') throw new TypeError(`${name}'s callback isn't a callable function: ${String(fn)}`);
}

export function setTimeout(fn, ms, ...args) {
  needsFunction('setTimeout', fn);
  return host.after(Number(ms) || 0, () => fn(...args));
}

export function clearTimeout(id) {
  if (id !== undefined && id !== null) host.cancel(Number(id));
}

export function setInterval(fn, ms, ...args) {
  needsFunction('setInterval', fn);
  const id = -++lastRepeating;
  const again = () => {
    repeating.set(id, host.after(Math.max(1, Number(ms) || 0), () => {
      again();
      fn(...args);
    }));
  };
  again();
  return id;
}

export function clearInterval(id) {
  if (!repeating.has(id)) return;
  host.cancel(repeating.get(id));
  repeating.delete(id);
}

export default { clearInterval, clearTimeout, setInterval, setTimeout };
