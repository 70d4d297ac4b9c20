// Readable streams after the Streams standard, as far as k6 has them.
import host from 'k6/internal/host';

const isObject = value => typeof value === 'object' && value !== null;
const given = value => value !== undefined && value !== null;
const notSupported = what => host.refuse(`NotSupportedError:${what} is not supported yet`);

// The promise of what a function gives or throws. Not an async one: those settle later than the standard wants.
function called(fn, argument) {
  try {
    return Promise.resolve(fn(argument));
  } catch (error) {
    return Promise.reject(error);
  }
}

function settleable() {
  const one = {};
  one.promise = new Promise((resolve, reject) => Object.assign(one, { resolve, reject }));
  one.promise.catch(() => {});
  return one;
}

function method(source, name) {
  const fn = source[name];
  if (!given(fn)) return () => undefined;
  if (typeof fn !== 'function') throw new TypeError(`underlyingSource.[[${name}]] must be a function`);
  return argument => fn.call(source, argument);
}

function sizing(strategy) {
  if (!given(strategy)) return { highWaterMark: 1, size: () => 1 };
  if (!isObject(strategy)) throw new TypeError('CountQueuingStrategy argument must be an object');
  const { highWaterMark = 1, size = () => 1 } = strategy;
  if (typeof size !== 'function') throw new TypeError('size must be a function');
  if (typeof highWaterMark !== 'number' || !(highWaterMark >= 0))
    throw new RangeError('highWaterMark must be a non-negative number');
  return { highWaterMark, size: chunk => size(chunk) };
}

function sizeOf(core, chunk) {
  const size = core.size(chunk);
  if (typeof size !== 'number' || !(size >= 0 && size < Infinity))
    throw new RangeError('size must be a finite, non-NaN number');
  return size;
}

const OVER = () => ({ value: undefined, done: true });

// What a stream, its controller and its reader have in common.
class Core {
  state = 'readable';
  error = undefined;
  reader = null;
  queue = [];
  total = 0;
  started = false;
  closing = false;
  pulling = false;
  pullsAgain = false;

  constructor(source, strategy) {
    Object.assign(this, sizing(strategy));
    this.pull = method(source, 'pull');
    this.cancelled = method(source, 'cancel');
    this.controller = new Controller(this);
    const begun = method(source, 'start')(this.controller);
    Promise.resolve(begun).then(() => {
      this.started = true;
      this.pullIfNeeded();
    }, error => this.fail(error));
  }

  get desired() {
    if (this.state === 'errored') return null;
    return this.state === 'closed' ? 0 : this.highWaterMark - this.total;
  }

  mustBeOpen() {
    if (this.closing || this.state !== 'readable') throw new TypeError('cannot close or enqueue');
  }

  enqueue(chunk) {
    this.mustBeOpen();
    if (this.reader !== null && this.reader.requests.length > 0) {
      this.reader.requests.shift().resolve({ value: chunk, done: false });
    } else {
      try {
        const size = sizeOf(this, chunk);
        this.queue.push({ chunk, size });
        this.total += size;
      } catch (error) {
        this.fail(error);
        throw error;
      }
    }
    this.pullIfNeeded();
  }

  close() {
    this.mustBeOpen();
    this.closing = true;
    if (this.queue.length === 0) this.end();
  }

  end() {
    this.state = 'closed';
    if (this.reader === null) return;
    for (const request of this.reader.requests.splice(0)) request.resolve(OVER());
    this.reader.closed.resolve(undefined);
  }

  fail(error) {
    if (this.state !== 'readable') return;
    this.state = 'errored';
    this.error = error;
    this.queue = [];
    this.total = 0;
    if (this.reader === null) return;
    for (const request of this.reader.requests.splice(0)) request.reject(error);
    this.reader.closed.reject(error);
  }

  get wantsMore() {
    if (this.state !== 'readable' || this.closing || !this.started) return false;
    return (this.reader !== null && this.reader.requests.length > 0) || this.desired > 0;
  }

  pullIfNeeded() {
    if (!this.wantsMore) return;
    this.pullsAgain = this.pulling;
    if (this.pulling) return;
    this.pulling = true;
    called(this.pull, this.controller).then(() => {
      this.pulling = false;
      if (this.pullsAgain) this.pullIfNeeded();
    }, error => this.fail(error));
  }

  read() {
    if (this.state === 'closed') return Promise.resolve(OVER());
    if (this.state === 'errored') return Promise.reject(this.error);
    const request = settleable();
    if (this.queue.length === 0) {
      this.reader.requests.push(request);
      this.pullIfNeeded();
      return request.promise;
    }
    const { chunk, size } = this.queue.shift();
    this.total -= size;
    if (this.closing && this.queue.length === 0) this.end();
    else this.pullIfNeeded();
    request.resolve({ value: chunk, done: false });
    return request.promise;
  }

  async cancel(reason) {
    if (this.state === 'closed') return;
    if (this.state === 'errored') throw this.error;
    this.queue = [];
    this.end();
    await this.cancelled(reason);
  }
}

class Controller {
  #core;

  constructor(core) { this.#core = core; }

  get desiredSize() { return this.#core.desired; }

  enqueue(chunk) { this.#core.enqueue(chunk); }
  close() { this.#core.close(); }
  error(error) { this.#core.fail(error); }
}

export class ReadableStream {
  #core;

  constructor(source = {}, strategy) {
    if (!isObject(source)) throw new TypeError('underlyingSource must be an object');
    if (source.type === 'bytes') notSupported('\'bytes\' stream');
    if (source.type !== undefined) throw new TypeError('invalid underlying source type');
    this.#core = new Core(source, strategy);
  }

  get locked() { return this.#core.reader !== null; }

  async cancel(reason) {
    if (this.locked) throw new TypeError('cannot cancel a locked stream');
    return this.#core.cancel(reason);
  }

  getReader(options) {
    const mode = options?.mode;
    if (mode === 'byob') notSupported('\'byob\' mode');
    if (mode !== undefined) throw new TypeError('options.mode is not \'byob\'');
    return new ReadableStreamDefaultReader(this);
  }

  tee() { return notSupported('\'tee()\''); }

  static core(stream) { return stream.#core; }
}

const coreOf = ReadableStream.core;
delete ReadableStream.core;

export class ReadableStreamDefaultReader {
  #core;
  #own = { requests: [], closed: settleable() };

  constructor(...streams) {
    if (streams.length !== 1) throw new TypeError('ReadableStreamDefaultReader takes a single argument');
    const [stream] = streams;
    if (!(stream instanceof ReadableStream))
      throw new TypeError('ReadableStreamDefaultReader argument must be a ReadableStream');
    if (stream.locked) throw new TypeError('stream is locked');
    this.#core = coreOf(stream);
    this.#core.reader = this.#own;
    if (this.#core.state === 'closed') this.#own.closed.resolve(undefined);
    if (this.#core.state === 'errored') this.#own.closed.reject(this.#core.error);
  }

  get closed() { return this.#own.closed.promise; }

  #held() {
    if (this.#core === null) throw new TypeError('stream is undefined');
    return this.#core;
  }

  read() { return called(() => this.#held().read()); }
  cancel(reason) { return called(() => this.#held().cancel(reason)); }

  releaseLock() {
    if (this.#core === null) return;
    if (this.#core.state !== 'readable') this.#own.closed = settleable();
    this.#own.closed.reject(new TypeError('stream is not readable'));
    for (const request of this.#own.requests.splice(0)) request.reject(new TypeError('reader released'));
    this.#core.reader = null;
    this.#core = null;
  }
}

export class CountQueuingStrategy {
  constructor(init) {
    if (!isObject(init)) throw new TypeError('CountQueuingStrategy argument must be an object');
    if (!('highWaterMark' in init))
      throw new TypeError('CountQueuingStrategy argument must have \'highWaterMark\' property');
    this.highWaterMark = init.highWaterMark;
  }

  size() { return 1; }
}

export default { CountQueuingStrategy, ReadableStream, ReadableStreamDefaultReader };
