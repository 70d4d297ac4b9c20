import host from 'k6/internal/host';
import { goText, goType, OBJECT } from 'k6/internal/go';

// What every request needs, each a look-up less than through the host.
const { made, sent, replyStatus, replyBody, replyJson } = host;

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

export function file(data, filename, contentType) {
  if (typeof data !== 'string' && !isBytes(data)) host.refuse(`invalid type ${goType(data)}, expected string or ArrayBuffer`);
  return new FileData(data, filename, contentType);
}

// An address with values in it, and the name under which all of its kind are measured.
class NamedUrl {
  constructor(url, name) {
    this.url = url;
    this.name = name;
  }
}

export function url(parts, ...values) {
  let address = parts[0];
  let name = parts[0];
  values.forEach((value, i) => {
    address += String(value) + parts[i + 1];
    name += '${}' + parts[i + 1];
  });
  return new NamedUrl(address, name);
}

const formEncoded = value =>
  encodeURIComponent(goText(value)).replace(/%20/g, '+').replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

const isBytes = value => value instanceof ArrayBuffer || value instanceof Uint8Array;

// The body, and the type that goes with it unless the script names one.
function encoded(body) {
  if (body === undefined || body === null) return [null, null];
  if (typeof body === 'string' || isBytes(body)) return [body, null];
  const type = body instanceof FileData ? '*http.FileData' : goType(body);
  if (type !== OBJECT) return ['', `?${type}`];
  const names = Object.keys(body);
  if (names.some(name => body[name] instanceof FileData)) {
    const parts = [];
    for (const name of names) {
      const value = body[name];
      if (value instanceof FileData) parts.push(name, value.data, value.filename, value.content_type);
      else parts.push(name, goText(value), null, null);
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

// Loops that every request may go through count: an iterator costs several times as much.
function flat(object) {
  if (object === undefined || object === null) return null;
  const list = [];
  const names = Object.keys(object);
  for (let i = 0; i < names.length; i++) list.push(names[i], String(object[names[i]]));
  return list;
}

// What cannot be the value of a tag is null.
function tags(object) {
  if (object === undefined || object === null) return null;
  const list = [];
  const names = Object.keys(object);
  for (let i = 0; i < names.length; i++) {
    const value = object[names[i]];
    const type = typeof value;
    list.push(names[i], type === 'string' || type === 'number' || type === 'boolean' ? String(value) : null);
  }
  return list;
}

function cookies(object) {
  if (object === undefined || object === null) return null;
  const list = [];
  for (const name of Object.keys(object)) {
    const value = object[name];
    if (value === null || value === undefined) continue;
    if (typeof value === 'object' && !Array.isArray(value)) list.push(name, String(value.value), !!value.replace);
    else list.push(name, String(value), false);
  }
  return list;
}

// A time as it is; of what is none, what it is.
function timeout(time) {
  if (time === undefined || time === null || typeof time === 'number' || typeof time === 'string') return time;
  return `?${goType(time)}`;
}

// What is mentioned and no number is none.
function redirects(params) {
  const most = params.redirects;
  if (most === undefined && !('redirects' in Object(params))) return -1;
  return Math.min(Math.max(0, Math.trunc(Number(most)) || 0), 1e6);
}

const textOrNull = value => (value === undefined ? null : String(value));

// Whether a request has none of what few have. In steps that a cache remembers: every call of a function shows.
function isUsual(params) {
  return typeof params === 'object' && params.cookies === undefined && params.timeout === undefined
    && params.responseType === undefined && params.responseCallback === undefined && params.compression === undefined
    && params.auth === undefined && params.jar === undefined && params.throw === undefined && !('redirects' in params);
}

// A request for one of the host's functions: one that makes it, or one that sends it too.
function call(to, method, target, body, params) {
  let address = target;
  let name = null;
  if (typeof target !== 'string') {
    const named = target instanceof NamedUrl;
    address = named ? target.url : null;
    name = named ? target.name : goText(target);
  }
  let content = body;
  let type = null;
  if (body !== null && typeof body !== 'string') {
    const both = encoded(body);
    content = both[0];
    type = both[1];
  }
  if (params === undefined || params === null) return to(method, address, name, content, type);
  if (isUsual(params)) return to(method, address, name, content, type, flat(params.headers), null, tags(params.tags));
  return to(
    method, address, name, content, type,
    flat(params.headers), cookies(params.cookies), tags(params.tags), timeout(params.timeout), redirects(params),
    textOrNull(params.responseType), callbackOf(params.responseCallback), textOrNull(params.compression),
    textOrNull(params.auth), params.jar instanceof CookieJar ? params.jar.handle : null,
    params.throw === undefined ? null : !!params.throw);
}

// ---- what comes back ----

class Response {
  constructor(handle) {
    this.handle = handle;
    this.status = replyStatus(handle);
    return new Proxy(this, wholly);
  }

  keep(name, value) {
    Object.defineProperty(this, name, { value, enumerable: true, writable: true, configurable: true });
    return value;
  }

  get error() { return this.keep('error', host.replyText(this.handle, 'error')); }
  get error_code() { return this.keep('error_code', Number(host.replyText(this.handle, 'error_code'))); }
  get status_text() { return this.keep('status_text', host.replyText(this.handle, 'status_text')); }
  get url() { return this.keep('url', host.replyText(this.handle, 'url')); }
  get proto() { return this.keep('proto', host.replyText(this.handle, 'proto')); }
  get remote_ip() { return this.keep('remote_ip', host.replyText(this.handle, 'remote_ip')); }
  get remote_port() { return this.keep('remote_port', Number(host.replyText(this.handle, 'remote_port'))); }
  get tls_version() { return this.keep('tls_version', host.replyText(this.handle, 'tls_version')); }
  get tls_cipher_suite() { return this.keep('tls_cipher_suite', host.replyText(this.handle, 'tls_cipher_suite')); }
  get ocsp() {
    return this.keep('ocsp', {
      produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '',
      status: this.tls_version === '' ? '' : OCSP_STATUS_UNKNOWN,
    });
  }

  get body() {
    const body = replyBody(this.handle);
    return this.keep('body', body === false ? new Uint8Array(0) : body);
  }

  get headers() { return this.keep('headers', JSON.parse(host.replyText(this.handle, 'headers'))); }
  get cookies() {
    const all = {};
    const said = host.replyCookies(this.handle);
    for (let i = 0; i < said.length; i += 8)
      (all[said[i]] ??= []).push({
        name: said[i], value: said[i + 1], domain: said[i + 2], path: said[i + 3], http_only: said[i + 4],
        secure: said[i + 5], max_age: said[i + 6], expires: said[i + 7],
      });
    return this.keep('cookies', all);
  }

  get request() {
    const request = JSON.parse(host.replyText(this.handle, 'request'));
    if (request === null) return this.keep('request', null);
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
    const t = host.replyTimings(this.handle);
    return this.keep('timings', {
      duration: t[0], blocked: t[1], looking_up: t[2], connecting: t[3], tls_handshaking: t[4],
      sending: t[5], waiting: t[6], receiving: t[7],
    });
  }

  json(selector) {
    if (typeof selector === 'string' && !this.written) {
      const found = replyJson(this.handle, selector);
      if (found !== null) return found;
    }
    const body = this.body;
    if (body === null || body === undefined)
      host.refuse('the body is null so we can\'t transform it to JSON - this likely was because of a request error getting the response');
    const text = typeof body === 'string' ? body : host.decoded(body);
    let whole;
    try {
      whole = JSON.parse(text);
    } catch {
      if (selector !== undefined) return undefined;
      const { jsonFault } = host.builtin('k6/internal/jsonfault');
      host.refuse(`cannot parse json due to an error at ${jsonFault(text)}`);
    }
    return selector === undefined ? whole : selected(whole, String(selector));
  }

  html(selector) {
    const parsed = host.builtin('k6/html').parseHTML(this.body ?? '', this.url);
    return selector === undefined ? parsed : parsed.find(String(selector));
  }

  submitForm(options) { return submitForm(this, options ?? {}); }
  clickLink(options) { return clickLink(this, options ?? {}); }
}

const fields = [
  'remote_ip', 'remote_port', 'url', 'status', 'status_text', 'proto', 'headers', 'cookies', 'body', 'timings',
  'tls_version', 'tls_cipher_suite', 'ocsp', 'error', 'error_code', 'request', 'clickLink', 'html', 'json', 'submitForm',
];

function own(response, name) {
  if (!Object.hasOwn(response, name) && fields.includes(name)) response.keep(name, response[name]);
  return response;
}

// What a response has is made when it is read, but is its own to whoever lists or changes it.
const wholly = {
  ownKeys: () => fields,
  getOwnPropertyDescriptor: (response, name) => Reflect.getOwnPropertyDescriptor(own(response, name), name),
  set(response, name, value) {
    if (name === 'body') response.written = true;
    return fields.includes(name) && Reflect.set(own(response, name), name, value);
  },
};

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

const methodOf = method => (method === undefined || method === null || method === '' ? 'GET' : String(method));

export function request(method, target, body, params) {
  return new Response(call(sent, methodOf(method), target, body, params));
}

// The one that most requests are waits with as few frames of JavaScript as can be: each is there for every user.
export const get = (target, params) =>
  new Response(params === undefined && typeof target === 'string' ? sent('GET', target) : call(sent, 'GET', target, null, params));
export const head = (target, params) => new Response(call(sent, 'HEAD', target, null, params));
export const post = (target, body, params) => new Response(call(sent, 'POST', target, body, params));
export const put = (target, body, params) => new Response(call(sent, 'PUT', target, body, params));
export const patch = (target, body, params) => new Response(call(sent, 'PATCH', target, body, params));
export const del = (target, body, params) => new Response(call(sent, 'DELETE', target, body, params));
export const options = (target, body, params) => new Response(call(sent, 'OPTIONS', target, body, params));

// What k6 rejects with has no name.
function nameless(text) {
  const error = new Error(text);
  error.name = undefined;
  return error;
}

export function asyncRequest(method, target, body, params) {
  let one;
  try {
    one = call(made, methodOf(method), target, body, params);
  } catch (error) {
    return Promise.reject(error);
  }
  return new Promise((resolve, reject) =>
    host.sendBeside(one, handle => resolve(new Response(handle)), text => reject(nameless(text))));
}

function batched(one, key) {
  if (one === null || typeof one !== 'object' || one instanceof NamedUrl) return call(made, 'GET', one, null, undefined);
  if (Array.isArray(one)) {
    if (one.length < 2) return host.unmade(`invalid batch request '${goText(one)}'`);
    const [method, target, body = null, params] = one;
    if (typeof method !== 'string') return host.unmade(`invalid method type '${goText(method)}'`);
    return call(made, method, target, body, params);
  }
  const { method = 'GET', url: target, body = null, params } = one;
  if (target === undefined) return host.unmade(`batch request ${key} doesn't have a url key`);
  if (typeof method !== 'string') return host.unmade(`invalid method type '${goText(method)}'`);
  return call(made, method.toUpperCase(), target, body, params);
}

export function batch(requests) {
  if (arguments.length === 0) host.refuse('no argument was provided to http.batch()');
  if (arguments.length > 1) host.refuse('http.batch() accepts only an array or an object of requests');
  if (requests === null || typeof requests !== 'object')
    host.refuse(`invalid http.batch() argument type ${goType(requests)}`);
  const names = Object.keys(requests);
  const handles = host.batch(names.map(name => batched(requests[name], name)));
  const responses = Array.from(handles, handle => (handle === null ? null : new Response(handle)));
  if (Array.isArray(requests)) return responses;
  return Object.fromEntries(names.map((name, i) => [name, responses[i]]).filter(([, response]) => response !== null));
}

// ---- what is expected ----

class Expected {
  constructor(handle) {
    Object.defineProperty(this, 'handle', { value: handle });
  }
}

// Undefined is what holds for all, null that nothing is expected, and false is neither.
function callbackOf(callback) {
  if (callback instanceof Expected) return callback.handle;
  return callback === undefined || callback === null ? callback : false;
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
  const handle = callbackOf(callback);
  if (handle === undefined || handle === false) host.refuse('unsupported argument, expected http.expectedStatuses');
  host.expect(handle);
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
      age === undefined || age === null ? null : Math.min(Math.trunc(Number(age)) || 0, Number.MAX_SAFE_INTEGER),
      !!secure, !!only);
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
  const button = form.find(String(submitSelector));
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
