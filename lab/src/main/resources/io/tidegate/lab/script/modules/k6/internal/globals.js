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
  __VU: host.userId(),
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

// k6 calls this zone UTC; here it would be GMT.
if (host.isUtc())
  for (const name of ['toString', 'toTimeString']) {
    const own = Date.prototype[name];
    const value = { [name]() { return own.call(this).replace(/\(GMT.*\)$/, '(UTC)'); } }[name];
    Object.defineProperty(Date.prototype, name, { value, writable: true, configurable: true });
  }

const loaded = new Map();

function require(name) {
  const { id, isCommon } = host.find(name);
  if (loaded.has(id)) return loaded.get(id).exports;
  const module = { exports: isCommon ? {} : host.imported(id) };
  loaded.set(id, module);
  if (isCommon) host.wrapped(id).call(module.exports, module, module.exports, require);
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

// What setup gave. What a user changes in it stays for its next iterations, but for the lengths of
// arrays: k6 hands out copies of these.
let data;
let arrays = [];

export function setupData(json) {
  data = json === null ? undefined : JSON.parse(json);
  arrays = [];
  remember(data);
}

function remember(value) {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) arrays.push({ value, length: value.length });
  Object.values(value).forEach(remember);
}

function shorten() {
  for (const { value, length } of arrays) if (value.length > length) value.length = length;
}

// One iteration: whether it is over. If not, settled is told.
export function iterate(fn, settled, iter) {
  globalThis.__ITER = iter;
  if (arrays.length > 0) shorten();
  const given = fn(data);
  return isOver(given, settled);
}

function call(fn, given, settled) {
  const result = fn(given);
  if (isOver(result, settled)) settled(true, result);
}

// Setup and teardown; settled is told what the function gave.
export const callWithData = (fn, settled) => call(fn, data, settled);

export function handleSummary(fn, json, settled) {
  const summary = JSON.parse(json);
  if (!('setup_data' in summary)) summary.setup_data = undefined;
  call(fn, summary, settled);
}

export const kept = value => host.builtin('k6/internal/kept').kept(value);
export const parse = text => JSON.parse(text);
