import host from 'k6/internal/host';
import { Blob, utf8 } from 'k6/internal/blob';
import { bytes } from 'k6/internal/bytes';
import { goType } from 'k6/internal/go';
import { closeText, deflates, isUsual, options } from 'k6/internal/socket';

const CONNECTING = 0;
const OPEN = 1;
const CLOSING = 2;
const CLOSED = 3;

const EVENTS = ['message', 'error', 'open', 'close', 'ping', 'pong'];
const OPTIONS = ['headers', 'tags', 'jar', 'compression'];

function content(message) {
  if (typeof message === 'string') return message;
  const isBytes = message instanceof ArrayBuffer || (ArrayBuffer.isView(message) && !(message instanceof DataView));
  return isBytes ? bytes(message) : host.refuse(`unsupported send type ${goType(message)}`);
}

function checked(address) {
  if (address === undefined) host.refuse('WebSocket requires a url');
  const url = String(address);
  const scheme = /^([a-z][a-z0-9+.-]*):/i.exec(url)?.[1].toLowerCase() ?? '';
  if (scheme !== 'ws' && scheme !== 'wss')
    host.refuse(`WebSocket requires url with scheme ws or wss, but got "${scheme}"`);
  const hash = url.indexOf('#');
  if (hash >= 0) host.refuse(`WebSocket requires no url fragment, but got "${url.slice(hash + 1)}"`);
  return url;
}

function checkedOptions(params) {
  if (params === undefined || params === null) return options(null);
  for (const name of Object.keys(params))
    if (!OPTIONS.includes(name)) host.refuse(`unknown WebSocket's option ${name}`);
  return options(params);
}

function checkedClose(code, reason) {
  const number = Math.trunc(Number(code)) || 1000;
  if (number !== 1000 && !(number >= 3000 && number <= 4999))
    host.refuse('InvalidAccessError: Failed to execute \'close\' on \'WebSocket\': The close code must be either 1000, '
      + `or between 3000 and 4999. ${number} is neither`);
  const text = reason === undefined || reason === null ? '' : String(reason);
  if (utf8(text).length > 123)
    host.refuse('SyntaxError: Failed to execute \'close\' on \'WebSocket\': The message must not be greater than 123 bytes');
  return [number, text];
}

function protocolsOf(protocols) {
  if (Array.isArray(protocols)) return protocols.length > 0 ? protocols.join(', ') : null;
  return typeof protocols === 'string' ? protocols : null;
}

export function WebSocket(address, protocols, params) {
  const url = checked(address);
  const { headers, tags, jar, compression } = checkedOptions(params);
  const compresses = compression !== null && deflates(compression);
  const wanted = protocolsOf(protocols);
  if (wanted !== null) headers.push('Sec-WebSocket-Protocol', wanted);

  const own = {};
  const listeners = {};
  for (const name of EVENTS) {
    own[name] = null;
    listeners[name] = [];
  }
  let state = CONNECTING;
  let protocol = '';
  let binaryType = 'blob';
  let closing = null;

  const socket = {
    addEventListener(name, listener) {
      if (!EVENTS.includes(name)) {
        host.say('warning', `can't add event handler: unknown event type: ${name}`);
        return;
      }
      if (typeof listener !== 'function')
        host.refuse(`handler for event type "${name}" isn't a callable function`);
      listeners[name].push(listener);
    },
    send(message) {
      const data = content(message);
      if (state !== OPEN) host.refuse('InvalidStateError');
      host.wsSend(session, data);
    },
    ping() {
      if (state !== OPEN) host.refuse('InvalidStateError');
      host.wsPing(session, true);
    },
    close(code, reason) {
      const [number, text] = checkedClose(code, reason);
      if (state === CLOSING || state === CLOSED) return;
      if (state === OPEN) host.wsClose(session, number, text, true);
      else closing = [number, text];
      state = CLOSING;
    },
  };
  const property = (name, get, set) => Object.defineProperty(socket, name, { get, set, enumerable: true });
  property('url', () => url);
  property('readyState', () => state);
  property('bufferedAmount', () => 0);
  property('extensions', () => []);
  property('protocol', () => protocol);
  property('binaryType', () => binaryType, value => {
    if (value !== 'blob' && value !== 'arraybuffer')
      host.refuse(`unknown binaryType ${value}, the supported ones are "blob" and "arraybuffer"`);
    binaryType = value;
  });
  for (const name of EVENTS)
    property(`on${name}`, () => own[name], value => {
      if (value !== null && value !== undefined && typeof value !== 'function')
        host.refuse(`a value for 'on${name}' should be callable`);
      own[name] = value ?? null;
    });

  const fire = (type, more) => {
    const event = { type, target: socket, timestamp: Date.now(), ...more };
    if (own[type] !== null) own[type](event);
    for (const listener of listeners[type]) listener(event);
  };
  const fail = error => fire('error', { error });
  const ended = more => {
    state = CLOSED;
    fire('close', more);
  };
  const opened = agreed => {
    protocol = agreed;
    if (closing !== null) {
      host.wsClose(session, ...closing, true);
      return;
    }
    state = OPEN;
    fire('open');
  };
  const received = data => {
    if (state === OPEN) fire('message', { data, origin: url });
  };
  const closed = (code, reason) => {
    state = CLOSED;
    if (!isUsual(code)) fail(closeText(code, reason));
    ended({ code, reason });
  };

  const happen = {
    open: opened,
    failed(error) {
      state = CLOSED;
      fail(error);
      ended({ reason: '' });
    },
    message: received,
    binaryMessage: data => received(binaryType === 'blob' ? new Blob([data]) : data),
    ping: () => fire('ping'),
    pong: () => fire('pong'),
    closed,
    broken: () => ended({ reason: '' }),
  };
  // A handler that throws ends the session, and then the iteration.
  const guarded = (event, ...args) => {
    try {
      happen[event](...args);
    } catch (error) {
      if (state !== CLOSED && error instanceof Error) {
        state = CLOSED;
        fail(String(error));
        ended({ reason: '' });
      }
      throw error;
    }
  };
  const session = host.wsBegin(url, headers, tags, jar, compresses, guarded);
  return socket;
}

export { Blob };
export default { WebSocket, Blob };
