import host from 'k6/internal/host';
import { closeText, deflates, isUsual, options } from 'k6/internal/socket';

function positive(name, ms) {
  if (!(Number(ms) > 0)) host.refuse(`${name} requires a >0 timeout parameter, received ${Number(ms).toFixed(2)}`);
  return Number(ms);
}

function callable(fn) {
  if (typeof fn !== 'function')
    throw new TypeError(`could not convert function call parameter 0: could not convert ${fn} to a function`);
  return fn;
}

const kindOf = value => (value === null ? 'null' : Object.prototype.toString.call(value).slice(8, -1));

// A socket as the script sees it, and what the module does with it.
function socketOf(session) {
  const handlers = new Map();
  let open = true;

  const fire = (event, ...args) => {
    for (const handler of handlers.get(event) ?? []) handler(...args);
  };
  const fail = (message, more = {}) => fire('error', { ...more, error: () => message });
  const leave = code => {
    open = false;
    host.wsLeave(session);
    fire('close', code);
  };
  const tried = failure => {
    if (failure !== null) fail(failure);
  };
  const close = code => {
    if (!open) return;
    host.wsClose(session, code, '', false);
    leave(code);
  };

  const socket = {
    close: code => close(code === undefined ? 1001 : Math.trunc(Number(code)) || 0),
    on(event, handler) {
      if (typeof handler !== 'function') return;
      if (!handlers.has(event)) handlers.set(event, []);
      handlers.get(event).push(handler);
    },
    ping: () => tried(host.wsPing(session, false)),
    send: message => tried(host.wsSend(session, message === undefined ? '' : String(message))),
    sendBinary(...args) {
      if (args.length === 0) host.refuse('missing argument, expected ArrayBuffer');
      if (!(args[0] instanceof ArrayBuffer))
        host.refuse(`expected ArrayBuffer as argument, received: ${kindOf(args[0])}`);
      tried(host.wsSend(session, args[0]));
    },
    setInterval(fn, ms) {
      callable(fn);
      const every = positive('setInterval', ms);
      const again = () => host.wsAfter(session, every, () => {
        again();
        fn();
      });
      again();
    },
    setTimeout(fn, ms) {
      callable(fn);
      host.wsAfter(session, positive('setTimeout', ms), () => fn());
    },
  };

  const happened = (event, ...args) => {
    if (!open) return;
    if (event === 'broken') {
      fail(args[0]);
      close(1001);
    } else if (event === 'closed') {
      const [code, text] = args;
      if (!isUsual(code)) fail(closeText(code, text), { code, text });
      leave(code);
    } else fire(event, ...args);
  };

  return { socket, fire, happened, close, isOpen: () => open };
}

function response(url, [status, body, ...pairs], opened) {
  const headers = {};
  for (let i = 0; i < pairs.length; i += 2)
    headers[pairs[i]] = pairs[i] in headers ? `${headers[pairs[i]]}, ${pairs[i + 1]}` : pairs[i + 1];
  return { url: opened ? url : '', status, headers, body, error: '' };
}

export function connect(...args) {
  if (args.length < 2) host.refuse('invalid number of arguments to ws.connect');
  const script = args.length === 2 ? args[1] : args[2];
  if (typeof script !== 'function') host.refuse('last argument to ws.connect must be a function');
  const url = String(args[0]);
  const { headers, tags, jar, compression } = options(args.length === 2 ? null : args[1]);
  const compresses = compression !== null && compression.trim() !== '' && deflates(compression);
  const session = host.wsDial(url, headers, tags, jar, compresses);
  if (typeof session === 'string') return { url: '', status: 0, headers: {}, body: '', error: session };
  const opened = host.wsIsOpen(session);
  if (opened) {
    const { socket, fire, happened, close, isOpen } = socketOf(session);
    try {
      script(socket);
      fire('open');
      if (isOpen()) host.wsRun(session, happened);
    } finally {
      close(1001);
    }
  }
  return response(url, [...host.wsReply(session)], opened);
}

export default { connect };
