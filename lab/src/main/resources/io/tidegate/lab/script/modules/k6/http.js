import host from 'k6/internal/host';

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

const formEncoded = value =>
  encodeURIComponent(String(value)).replace(/%20/g, '+').replace(/[!'()~]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

const isBytes = value => value instanceof ArrayBuffer || ArrayBuffer.isView(value);

// The body, and the type that goes with it unless the script names one.
function encoded(body) {
  if (body === undefined || body === null) return [null, null];
  if (typeof body === 'string' || isBytes(body)) return [body, null];
  if (typeof body !== 'object') return [String(body), null];
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
    if (value !== null && typeof value === 'object') list.push(name, String(value.value), !!value.replace);
    else list.push(name, String(value), false);
  }
  return list;
}

function milliseconds(time) {
  if (time === undefined || time === null) return -1;
  return typeof time === 'number' ? time : host.durationMs(String(time));
}

function call(method, target, body, params) {
  const named = target !== null && typeof target === 'object' && typeof target.url === 'string';
  const address = named ? target.url : String(target);
  const [content, type] = encoded(body);
  if (params === undefined || params === null)
    return host.call(method, address, named ? target.name : null, content, type);
  return host.call(
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
  constructor(handle, status, error, errorCode) {
    this.status = status;
    this.error = error;
    this.error_code = errorCode;
    Object.defineProperty(this, 'handle', { value: handle });
  }

  keep(name, value) {
    Object.defineProperty(this, name, { value, enumerable: true, writable: true, configurable: true });
    return value;
  }

  get status_text() { return this.keep('status_text', host.replyText(this.handle, 'status_text')); }
  get url() { return this.keep('url', host.replyText(this.handle, 'url')); }
  get proto() { return this.keep('proto', host.replyText(this.handle, 'proto')); }
  get remote_ip() { return this.keep('remote_ip', host.replyText(this.handle, 'remote_ip')); }
  get remote_port() { return this.keep('remote_port', Number(host.replyText(this.handle, 'remote_port'))); }
  get tls_version() { return this.keep('tls_version', host.replyText(this.handle, 'tls_version')); }
  get tls_cipher_suite() { return this.keep('tls_cipher_suite', host.replyText(this.handle, 'tls_cipher_suite')); }
  get ocsp() { return this.keep('ocsp', { produced_at: 0, this_update: 0, next_update: 0, revoked_at: 0, revocation_reason: '', status: '' }); }
  get body() { return this.keep('body', host.replyBody(this.handle)); }
  get headers() { return this.keep('headers', JSON.parse(host.replyText(this.handle, 'headers'))); }
  get cookies() { return this.keep('cookies', JSON.parse(host.replyText(this.handle, 'cookies'))); }
  get request() { return this.keep('request', JSON.parse(host.replyText(this.handle, 'request'))); }

  get timings() {
    const t = host.replyTimings(this.handle);
    return this.keep('timings', {
      duration: t[0], blocked: t[1], looking_up: t[2], connecting: t[3], tls_handshaking: t[4],
      sending: t[5], waiting: t[6], receiving: t[7],
    });
  }

  toJSON() {
    const all = {};
    for (const name of fields) all[name] = this[name];
    return all;
  }

  json(selector) {
    const body = this.body;
    if (body === null || body === undefined || body === '')
      throw new Error('the body is null so we can\'t transform it to JSON - this likely was because of a request error getting the response');
    let whole;
    try {
      whole = JSON.parse(typeof body === 'string' ? body : host.decoded(body));
    } catch (error) {
      throw new Error(`cannot parse json due to an error: ${error.message}`);
    }
    return selector === undefined ? whole : selected(whole, String(selector));
  }

  html(selector) {
    const parsed = host.html(this.body === null ? '' : this.body);
    return selector === undefined ? parsed : parsed.find(selector);
  }

  submitForm(options) { return submitForm(this, options ?? {}); }
  clickLink(options) { return clickLink(this, options ?? {}); }
}

const fields = [
  'remote_ip', 'remote_port', 'url', 'status', 'status_text', 'proto', 'headers', 'cookies', 'body', 'timings',
  'tls_version', 'tls_cipher_suite', 'ocsp', 'error', 'error_code', 'request',
];

// The common part of gjson's paths: names, indices, `#` for all or how many, `\.` for a dot in a name.
function selected(value, path) {
  const parts = path.match(/(?:\\.|[^.\\])+/g) ?? [];
  for (let i = 0; i < parts.length; i++) {
    const part = parts[i].replace(/\\(.)/g, '$1');
    if (value === null || typeof value !== 'object') return undefined;
    if (part === '#' && Array.isArray(value)) {
      if (i === parts.length - 1) return value.length;
      const rest = parts.slice(i + 1).join('.');
      return value.map(one => selected(one, rest)).filter(one => one !== undefined);
    }
    value = value[part];
    if (value === undefined) return undefined;
  }
  return value;
}

host.makesReplies((handle, status, error, errorCode) => new Response(handle, status, error, errorCode));

// ---- methods ----

export function request(method, target, body, params) {
  return host.send(call(String(method).toUpperCase(), target, body, params));
}

export const get = (target, params) => host.send(call('GET', target, null, params));
export const head = (target, params) => host.send(call('HEAD', target, null, params));
export const post = (target, body, params) => host.send(call('POST', target, body, params));
export const put = (target, body, params) => host.send(call('PUT', target, body, params));
export const patch = (target, body, params) => host.send(call('PATCH', target, body, params));
export const del = (target, body, params) => host.send(call('DELETE', target, body, params));
export const options = (target, body, params) => host.send(call('OPTIONS', target, body, params));

export function asyncRequest(method, target, body, params) {
  let made;
  try {
    made = call(String(method).toUpperCase(), target, body, params);
  } catch (error) {
    return Promise.reject(error);
  }
  return new Promise((resolve, reject) => host.sendBeside(made, resolve, reject));
}

function batched(one) {
  if (typeof one === 'string') return call('GET', one, null, undefined);
  if (Array.isArray(one)) return call(String(one[0]).toUpperCase(), one[1], one[2], one[3]);
  if (typeof one.url === 'string' && one.name !== undefined && one.method === undefined)
    return call('GET', one, null, undefined);
  return call(String(one.method ?? 'GET').toUpperCase(), one.url, one.body, one.params);
}

export function batch(requests) {
  if (requests === null || typeof requests !== 'object')
    throw new TypeError('batch() needs an array or an object of requests');
  if (Array.isArray(requests)) return Array.from(host.batch(requests.map(batched)));
  const names = Object.keys(requests);
  const replies = host.batch(names.map(name => batched(requests[name])));
  return Object.fromEntries(names.map((name, i) => [name, replies[i]]));
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
  throw new TypeError('unsupported responseCallback: it must be http.expectedStatuses(…) or null');
}

export function expectedStatuses(...statuses) {
  if (statuses.length === 0) throw new TypeError('no arguments');
  const ranges = [];
  for (const one of statuses) {
    if (typeof one === 'number' && Number.isInteger(one)) ranges.push(one, one);
    else if (one !== null && typeof one === 'object' && Number.isInteger(one.min) && Number.isInteger(one.max))
      ranges.push(one.min, one.max);
    else throw new TypeError('expectedStatuses takes whole numbers and objects with min and max');
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
    return host.setCookie(this.handle, String(address), String(name), String(value), JSON.stringify(options ?? {}));
  }

  cookiesForURL(address) { return JSON.parse(host.cookiesFor(this.handle, String(address))); }
  clear(address) { host.clearCookies(this.handle, String(address)); }
  delete(address, name) { host.deleteCookie(this.handle, String(address), String(name)); }
}

export const cookieJar = () => new CookieJar(host.ownJar());

// ---- forms and links ----

function submitForm(response, { formSelector = 'form', submitSelector = '[type="submit"]', fields = {}, params } = {}) {
  const form = response.html(formSelector);
  if (form.size() === 0) throw new Error(`no form found for selector '${formSelector}' in response '${response.url}'`);
  const method = (form.attr('method') ?? 'GET').toUpperCase();
  const action = host.resolved(response.url, form.attr('action') ?? '');
  const values = form.serializeObject();
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
  if (link.size() === 0) throw new Error(`no element found for selector '${selector}' in response '${response.url}'`);
  const target = link.attr('href');
  if (target === undefined) throw new Error(`no valid href attribute value found on element '${selector}' in response '${response.url}'`);
  return get(host.resolved(response.url, target), params);
}

export default {
  ...constants, CookieJar, asyncRequest, batch, cookieJar, del, expectedStatuses, file, get, head, options, patch,
  post, put, request, setResponseCallback, url,
};
