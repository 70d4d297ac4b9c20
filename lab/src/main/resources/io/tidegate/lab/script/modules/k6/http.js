import host from 'k6/internal/host';

// What every request needs, each a look-up less than through the host.
const { made, sent, replyStatus, replyBody } = host;

const constants = {
  TLS_1_0: 'tls1.0', TLS_1_1: 'tls1.1', TLS_1_2: 'tls1.2', TLS_1_3: 'tls1.3',
  OCSP_STATUS_GOOD: 'good', OCSP_STATUS_REVOKED: 'revoked', OCSP_STATUS_SERVER_FAILED: 'server_failed',
  OCSP_STATUS_UNKNOWN: 'unknown', OCSP_REASON_UNSPECIFIED: 'unspecified',
  OCSP_REASON_KEY_COMPROMISE: 'key_compromise', OCSP_REASON_CA_COMPROMISE: 'ca_compromise',
  OCSP_REASON_AFFILIATION_CHANGED: 'affiliation_changed', OCSP_REASON_SUPERSEDED: 'superseded',
  OCSP_REASON_CESSATION_OF_OPERATION: 'cessation_of_operation',
  OCSP_REASON_CERTIFICATE_HOLD: 'certificate_hold', OCSP_REASON_REMOVE_FROM_CRL: 'remove_from_crl',
  OCSP_REASON_PRIVILEGE_WITHDRAWN: 'privilege_withdrawn', OCSP_REASON_AA_COMPROMISE: 'aa_compromise',
};

export const {
  TLS_1_0, TLS_1_1, TLS_1_2, TLS_1_3, OCSP_STATUS_GOOD, OCSP_STATUS_REVOKED, OCSP_STATUS_SERVER_FAILED,
  OCSP_STATUS_UNKNOWN, OCSP_REASON_UNSPECIFIED, OCSP_REASON_KEY_COMPROMISE, OCSP_REASON_CA_COMPROMISE,
  OCSP_REASON_AFFILIATION_CHANGED, OCSP_REASON_SUPERSEDED, OCSP_REASON_CESSATION_OF_OPERATION,
  OCSP_REASON_CERTIFICATE_HOLD, OCSP_REASON_REMOVE_FROM_CRL, OCSP_REASON_PRIVILEGE_WITHDRAWN,
  OCSP_REASON_AA_COMPROMISE,
} = constants;

// ---- what is sent ----

class FileData {
  constructor(data, filename, contentType) {
    this.data = data;
    this.filename = filename === undefined ? `${Date.now()}` : String(filename);
    this.content_type = contentType === undefined ? 'application/octet-stream' : String(contentType);
  }
}

export const file = (data, filename, contentType) => new FileData(data, filename, contentType);

export function url(parts, ...values) {
  let address = parts[0];
  let name = parts[0];
  values.forEach((value, i) => {
    address += String(value) + parts[i + 1];
    name += '${}' + parts[i + 1];
  });
  return { url: address, name };
}

// As Go prints what is no text.
function goText(value) {
  if (value === undefined || value === null) return '<nil>';
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace(/(\.000)?Z$/, ' +0000 UTC');
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`;
  if (typeof value === 'object') return `map[${Object.keys(value).sort().map(name => `${name}:${goText(value[name])}`).join(' ')}]`;
  return String(value);
}

const formEncoded = value =>
  encodeURIComponent(goText(value)).replace(/%20/g, '+').replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

// What k6 calls a body that it does not take.
function unknownBody(body) {
  if (Array.isArray(body)) return '?[]interface {}';
  return typeof body === 'boolean' ? '?bool' : Number.isInteger(body) ? '?int64' : '?float64';
}

const isBytes = value => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

// The body, and the type that goes with it unless the script names one.
function encoded(body) {
  if (body === undefined || body === null) return [null, null];
  if (typeof body === 'string' || isBytes(body)) return [body, null];
  if (typeof body !== 'object' || Array.isArray(body)) return ['', unknownBody(body)];
  const names = Object.keys(body);
  if (names.some(name => body[name] instanceof FileData)) {
    const parts = [];
    for (const name of names) {
      const value = body[name];
      if (value instanceof FileData) parts.push(name, value.data, value.filename, value.content_type);
      else parts.push(name, String(value), null, null);
    }
    return [parts, 'multipart/form-data'];
  }
  const fields = [];
  for (const name of names.sort()) {
    const values = Array.isArray(body[name]) ? body[name] : [body[name]];
    for (const value of values) fields.push(`${formEncoded(name)}=${formEncoded(value)}`);
  }
  return [fields.join('&'), 'application/x-www-form-urlencoded'];
}

function flat(object) {
  if (object === undefined || object === null) return null;
  const list = [];
  for (const name of Object.keys(object)) list.push(name, String(object[name]));
  return list;
}

function headers(object) {
  if (object === undefined || object === null) return null;
  const list = [];
  for (const name of Object.keys(object)) {
    const value = object[name];
    list.push(name, Array.isArray(value) ? value.join(', ') : String(value));
  }
  return list;
}

function cookies(object) {
  if (object === undefined || object === null) return null;
  const list = [];
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value !== null && typeof value === 'object' && !Array.isArray(value))
      list.push(name, String(value.value), !!value.replace);
    else list.push(name, String(value), false);
  }
  return list;
}

function milliseconds(time) {
  if (time === undefined || time === null) return -1;
  return typeof time === 'number' ? time : host.durationMs(String(time));
}

// A request for one of the host's functions: one that makes it, or one that sends it too.
function call(to, method, target, body, params) {
  const bare = params === undefined || params === null;
  if (bare && body === null && typeof target === 'string') return to(method, target);
  const named = target !== null && typeof target === 'object' && typeof target.url === 'string';
  const address = named ? target.url : String(target);
  const [content, type] = encoded(body);
  if (bare) return to(method, address, named ? target.name : null, content, type);
  return to(
    method, address, named ? target.name : null, content, type,
    headers(params.headers), cookies(params.cookies), flat(params.tags), milliseconds(params.timeout),
    params.redirects === undefined ? -1 : Number(params.redirects),
    params.responseType === undefined ? null : String(params.responseType),
    params.responseCallback === undefined ? undefined : handleOf(params.responseCallback),
    params.compression === undefined ? null : String(params.compression),
    params.auth === undefined ? null : String(params.auth),
    params.jar === undefined || params.jar === null ? null : params.jar.handle,
    params.throw === undefined ? null : !!params.throw);
}

// ---- what comes back ----

class Response {
  #handle;

  constructor(handle) {
    this.#handle = handle;
    this.status = replyStatus(handle);
  }

  keep(name, value) {
    Object.defineProperty(this, name, { value, enumerable: true, writable: true, configurable: true });
    return value;
  }

  get error() { return this.keep('error', host.replyText(this.#handle, 'error')); }
  get error_code() { return this.keep('error_code', Number(host.replyText(this.#handle, 'error_code'))); }
  get status_text() { return this.keep('status_text', host.replyText(this.#handle, 'status_text')); }
  get url() { return this.keep('url', host.replyText(this.#handle, 'url')); }
  get proto() { return this.keep('proto', host.replyText(this.#handle, 'proto')); }
  get remote_ip() { return this.keep('remote_ip', host.replyText(this.#handle, 'remote_ip')); }
  get remote_port() { return this.keep('remote_port', Number(host.replyText(this.#handle, 'remote_port'))); }
  get tls_version() { return this.keep('tls_version', host.replyText(this.#handle, 'tls_version')); }
  get tls_cipher_suite() { return this.keep('tls_cipher_suite', host.replyText(this.#handle, 'tls_cipher_suite')); }
  get ocsp() { return this.keep('ocsp', { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' }); }
  get body() { return this.keep('body', replyBody(this.#handle)); }
  get headers() { return this.keep('headers', JSON.parse(host.replyText(this.#handle, 'headers'))); }
  get cookies() {
    const all = {};
    const said = host.replyCookies(this.#handle);
    for (let i = 0; i < said.length; i += 8)
      (all[said[i]] ??= []).push({
        name: said[i], value: said[i + 1], domain: said[i + 2], path: said[i + 3], http_only: said[i + 4],
        secure: said[i + 5], max_age: said[i + 6], expires: said[i + 7],
      });
    return this.keep('cookies', all);
  }

  get request() {
    const request = JSON.parse(host.replyText(this.#handle, 'request'));
    request.cookies = {};
    for (const pair of (request.headers?.Cookie ?? []).join('; ').split('; ').filter(one => one.includes('='))) {
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      const value = pair.slice(at + 1).replace(/^"(.*)"$/, '$1');
      (request.cookies[name] ??= []).push({ name, value, replace: false });
    }
    return this.keep('request', request);
  }

  get timings() {
    const t = host.replyTimings(this.#handle);
    return this.keep('timings', {
      duration: t[0], blocked: t[1], looking_up: t[2], connecting: t[3], tls_handshaking: t[4],
      sending: t[5], waiting: t[6], receiving: t[7],
    });
  }

  toJSON() { return this.shown(); }

  shown() {
    const all = {};
    for (const name of fields) all[name] = this[name];
    return all;
  }

  json(selector) {
    const body = this.body;
    if (body === null || body === undefined || body === '')
      host.refuse('the body is null so we can\'t transform it to JSON - this likely was because of a request error getting the response');
    let whole;
    try {
      whole = JSON.parse(typeof body === 'string' ? body : host.decoded(body));
    } catch (error) {
      if (selector !== undefined) return undefined;
      host.refuse(`cannot parse json due to an error: ${error.message}`);
    }
    return selector === undefined ? whole : selected(whole, String(selector));
  }

  html(selector) {
    const parsed = host.builtin('k6/html').parseHTML(this.body ?? '', this.url);
    return selector === undefined ? parsed : parsed.find(selector);
  }

  submitForm(options) { return submitForm(this, options ?? {}); }
  clickLink(options) { return clickLink(this, options ?? {}); }
}

const fields = [
  'remote_ip', 'remote_port', 'url', 'status', 'status_text', 'proto', 'headers', 'cookies', 'body', 'timings',
  'tls_version', 'tls_cipher_suite', 'ocsp', 'error', 'error_code', 'request',
];

// Mostly names and nothing else; the rest of gjson's paths is read when it is asked for.
function selected(value, path) {
  if (!/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/.test(path)) return host.builtin('k6/internal/gjson').select(value, path);
  let found = value;
  for (const name of path.split('.')) {
    if (found === null || typeof found !== 'object' || Array.isArray(found)) return undefined;
    found = found[name];
  }
  return found;
}

// ---- methods ----

export function request(method, target, body, params) {
  return new Response(call(sent, String(method), target, body, params));
}

export const get = (target, params) => new Response(call(sent, 'GET', target, null, params));
export const head = (target, params) => new Response(call(sent, 'HEAD', target, null, params));
export const post = (target, body, params) => new Response(call(sent, 'POST', target, body, params));
export const put = (target, body, params) => new Response(call(sent, 'PUT', target, body, params));
export const patch = (target, body, params) => new Response(call(sent, 'PATCH', target, body, params));
export const del = (target, body, params) => new Response(call(sent, 'DELETE', target, body, params));
export const options = (target, body, params) => new Response(call(sent, 'OPTIONS', target, body, params));

export function asyncRequest(method, target, body, params) {
  let one;
  try {
    one = call(made, String(method), target, body, params);
  } catch (error) {
    return Promise.reject(error);
  }
  return new Promise((resolve, reject) => host.sendBeside(one, handle => resolve(new Response(handle)), reject));
}

function batched(one) {
  if (typeof one === 'string') return call(made, 'GET', one, null, undefined);
  if (Array.isArray(one)) return call(made, String(one[0]).toUpperCase(), one[1], one[2], one[3]);
  if (typeof one.url === 'string' && one.name !== undefined && one.method === undefined)
    return call(made, 'GET', one, null, undefined);
  return call(made, String(one.method ?? 'GET').toUpperCase(), one.url, one.body, one.params);
}

export function batch(requests) {
  if (requests === undefined || requests === null) host.refuse('no argument was provided to http.batch()');
  if (typeof requests !== 'object') host.refuse(`invalid http.batch() argument type ${typeof requests}`);
  if (Array.isArray(requests)) return Array.from(host.batch(requests.map(batched)), reply => new Response(reply));
  const names = Object.keys(requests);
  const replies = host.batch(names.map(name => batched(requests[name])));
  return Object.fromEntries(names.map((name, i) => [name, new Response(replies[i])]));
}

// ---- what is expected ----

class Expected {
  constructor(handle) {
    Object.defineProperty(this, 'handle', { value: handle });
  }
}

function handleOf(callback) {
  if (callback === null) return null;
  if (callback instanceof Expected) return callback.handle;
  return host.refuse('unsupported argument, expected http.expectedStatuses');
}

export function expectedStatuses(...statuses) {
  if (statuses.length === 0) host.refuse('no arguments');
  const ranges = [];
  for (const [i, one] of statuses.entries()) {
    if (one === null) throw new TypeError('Cannot convert undefined or null to object');
    if (typeof one === 'number' && Number.isInteger(one)) ranges.push(one, one);
    else if (one !== null && typeof one === 'object' && Number.isInteger(one.min) && Number.isInteger(one.max))
      ranges.push(one.min, one.max);
    else
      host.refuse(
        `argument number ${i + 1} to expectedStatuses was neither an integer nor an object like {min:100, max:329}`);
  }
  return new Expected(host.expected(ranges));
}

export function setResponseCallback(callback) {
  host.expect(handleOf(callback));
}

// ---- cookies ----

export class CookieJar {
  constructor(handle) {
    Object.defineProperty(this, 'handle', { value: handle ?? host.newJar() });
  }

  set(address, name, value, options) {
    const { domain, path, expires, max_age: age, secure, http_only: only } = options ?? {};
    const text = one => (one === undefined || one === null ? null : String(one));
    return host.setCookie(
      this.handle, String(address), String(name), String(value), text(domain), text(path), text(expires),
      age === undefined || age === null ? null : Math.trunc(Number(age)), !!secure, !!only);
  }

  cookiesForURL(address) {
    const all = {};
    const pairs = host.cookiesFor(this.handle, String(address));
    for (let i = 0; i < pairs.length; i += 2) (all[pairs[i]] ??= []).push(pairs[i + 1]);
    return all;
  }

  clear(address) { host.clearCookies(this.handle, String(address)); }
  delete(address, name) { host.deleteCookie(this.handle, String(address), String(name)); }
}

export const cookieJar = () => new CookieJar(host.ownJar());

// ---- forms and links ----

function submitForm(response, { formSelector = 'form', submitSelector = '[type="submit"]', fields = {}, params } = {}) {
  const form = response.html(formSelector);
  if (form.size() === 0) host.refuse(`no form found for selector '${formSelector}' in response '${response.url}'`);
  const method = (form.attr('method') ?? 'GET').toUpperCase();
  const action = host.resolved(response.url, form.attr('action') ?? '');
  const values = {};
  for (const { name, value } of form.serializeArray()) values[name] = Array.isArray(value) ? `[${value.join(' ')}]` : value;
  const button = form.find(submitSelector);
  const name = button.size() > 0 ? button.attr('name') : undefined;
  if (name !== undefined) values[name] = button.attr('value') ?? '';
  Object.assign(values, fields);
  if (method !== 'GET') return request(method, action, values, params);
  const [query] = encoded(values);
  return request('GET', query === '' ? action : `${action.split('?')[0]}?${query}`, null, params);
}

function clickLink(response, { selector = 'a[href]', params } = {}) {
  const link = response.html(selector).first();
  if (link.size() === 0) host.refuse(`no element found for selector '${selector}' in response '${response.url}'`);
  const target = link.attr('href');
  if (target === undefined) host.refuse(`no valid href attribute value found on element '${selector}' in response '${response.url}'`);
  return get(host.resolved(response.url, target), params);
}

export default {
  ...constants, CookieJar, asyncRequest, batch, cookieJar, del, expectedStatuses, file, get, head, options, patch,
  post, put, request, setResponseCallback, url,
};
