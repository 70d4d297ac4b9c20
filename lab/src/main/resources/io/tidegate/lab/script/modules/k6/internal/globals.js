// What every script finds without importing anything.
import host from 'k6/internal/host';
import { clearInterval, clearTimeout, setInterval, setTimeout } from 'k6/timers';

// Mostly texts; how other values look is read when it is asked for.
let inspect = null;

function text(value) {
  if (typeof value === 'string') return value;
  inspect ??= host.builtin('k6/internal/inspect').inspect;
  return inspect(value);
}

const say = level => (...values) => host.say(level, values.map(text).join(' '));

const globals = {
  console: {
    log: say('info'),
    info: say('info'),
    debug: say('debug'),
    warn: say('warning'),
    error: say('error'),
  },
  __ENV: JSON.parse(host.env()),
  __VU: 0,
  __ITER: 0,
  clearInterval,
  clearTimeout,
  setInterval,
  setTimeout,
  global: globalThis,
  open: (path, mode) => (mode === 'b' ? host.openBytes(path) : host.openText(path)),
  require,
};
for (const name of Object.keys(globals)) globalThis[name] = globals[name];

// What few scripts use is read when it is asked for: every user has its own.
const late = { TextDecoder: 'text', TextEncoder: 'text', crypto: 'webcrypto' };
for (const name of Object.keys(late)) {
  const become = value => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
    return value;
  };
  Object.defineProperty(globalThis, name, {
    get: () => become(host.builtin(`k6/internal/${late[name]}`)[name]), set: become, configurable: true,
  });
}

const loaded = new Map();

function require(name) {
  const found = host.find(name);
  if (loaded.has(found.id)) return loaded.get(found.id).exports;
  if (found.builtin) {
    const exports = host.builtin(name);
    loaded.set(found.id, { exports });
    return exports;
  }
  const module = { exports: {} };
  loaded.set(found.id, module);
  host.wrapped(found.id).call(module.exports, module, module.exports, require);
  return module.exports;
}

export function environment(json) {
  globalThis.__ENV = JSON.parse(json);
}

// Whether that is a function's end, and not the promise of one, of which settled is told.
function isOver(given, settled) {
  if (typeof given !== 'object' || given === null || typeof given.then !== 'function') return true;
  given.then(value => settled(true, value), error => settled(false, error));
  return false;
}

// One iteration: whether it is over. If not, settled is told.
export function iterate(fn, data, settled, vu, iter) {
  globalThis.__VU = vu;
  globalThis.__ITER = iter;
  return isOver(data === null ? fn() : fn(data), settled);
}

// Another function of the script; settled is told what it gave.
export function call(fn, data, settled) {
  const given = data === null ? fn() : fn(data);
  if (isOver(given, settled)) settled(true, given);
}

export const json = value => (value === undefined ? undefined : JSON.stringify(value));
export const parse = text => JSON.parse(text);
