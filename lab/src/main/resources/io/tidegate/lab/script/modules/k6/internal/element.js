// One node of a page, with the properties of its kind as methods.
import host from 'k6/internal/host';

const kinds = { '#text': 3, '#data': 3, '#comment': 8, '#document': 9, '#doctype': 10 };

const words = text => text.split(/[ \t\n\f\r]+/).filter(one => one !== '');

class Attribute {
  constructor(owner, name, value) {
    Object.defineProperty(this, 'owner', { value: owner });
    this.name = name;
    this.value = value;
  }

  ownerElement() { return this.owner; }
  localName() { return this.name.slice(this.name.indexOf(':') + 1); }
  namespaceURI() { return ''; }
  prefix() { return this.name.includes(':') ? this.name.slice(0, this.name.indexOf(':')) : ''; }
}

export class Element {
  static of(node, url) {
    const kind = special[host.htmlName(node)] ?? Element;
    return new kind(node, url);
  }

  constructor(node, url) {
    Object.defineProperty(this, 'node', { value: node });
    Object.defineProperty(this, 'url', { value: url });
  }

  // ---- helpers ----

  made(node) { return node === null ? undefined : Element.of(node, this.url); }
  near(where) { return this.made(host.htmlNear(this.node, where)); }
  nodes(where, given) {
    const found = host.htmlMove(this.node, where, given ?? null);
    return Array.from({ length: host.htmlSize(found) }, (_, i) => this.made(host.htmlSlice(found, i, i + 1)));
  }

  up(name) { return this.nodes('parents', name)[0]; }
  attribute(name, otherwise) { return host.htmlAttribute(this.node, name) ?? otherwise; }
  number(name, otherwise) {
    const value = Number.parseInt(this.attribute(name, ''), 10);
    return Number.isNaN(value) ? otherwise : value;
  }

  oneOf(name, values, otherwise) {
    const value = this.attribute(name, '').toLowerCase();
    return values.includes(value) ? value : otherwise;
  }

  // ---- every element ----

  attributes() {
    const all = {};
    const pairs = host.htmlAttributes(this.node);
    for (let i = 0; i < pairs.length; i += 2) all[pairs[i]] = new Attribute(this, pairs[i], pairs[i + 1]);
    return all;
  }

  childElementCount() { return this.children().length; }
  childNodes() { return this.nodes('contents'); }
  children() { return this.nodes('children'); }
  classList() { return words(this.className()); }
  className() { return this.attribute('class', ''); }
  contains(other) { return this.nodes('find', other.node).length > 0; }
  firstChild() { return this.near('firstChild'); }
  firstElementChild() { return this.children()[0]; }
  getAttribute(name) { return this.attribute(String(name)); }

  getAttributeNode(name) {
    const value = this.attribute(String(name));
    return value === undefined ? undefined : new Attribute(this, String(name), value);
  }

  getElementsByClassName(name) { return this.nodes('find', words(String(name)).map(one => `.${one}`).join('')); }
  getElementsByTagName(name) { return this.nodes('find', String(name)); }
  hasAttribute(name) { return this.attribute(String(name)) !== undefined; }
  hasAttributes() { return host.htmlAttributes(this.node).length > 0; }
  hasChildNodes() { return this.firstChild() !== undefined; }
  id() { return this.attribute('id', ''); }
  innerHTML() { return host.htmlInner(this.node); }
  isDefaultNamespace() { return true; }
  isEqualNode(other) { return other instanceof Element && host.htmlEqual(this.node, other.node); }
  isSameNode(other) { return other instanceof Element && host.htmlSame(this.node, other.node); }
  lang() { return this.attribute('lang'); }
  lastChild() { return this.near('lastChild'); }
  lastElementChild() { return this.children().at(-1); }
  matches(selector) { return host.htmlIs(this.node, String(selector)); }
  namespaceURI() { return 'http://www.w3.org/1999/xhtml'; }
  nextElementSibling() { return this.nodes('next')[0]; }
  nextSibling() { return this.near('nextSibling'); }

  nodeName() {
    const name = host.htmlName(this.node);
    return name === '#data' ? '#text' : name;
  }

  nodeType() { return kinds[host.htmlName(this.node)] ?? 1; }
  nodeValue() { return host.htmlOwn(this.node) ?? undefined; }
  ownerDocument() { return this.near('ownerDocument'); }
  parentElement() { return this.nodes('parent')[0]; }
  parentNode() { return this.near('parentNode'); }
  previousElementSibling() { return this.nodes('prev')[0]; }
  previousSibling() { return this.near('previousSibling'); }
  querySelector(selector) { return this.nodes('find', String(selector))[0]; }
  querySelectorAll(selector) { return this.nodes('find', String(selector)); }
  textContent() { return host.htmlText(this.node); }
  toString() { return this.innerHTML(); }
}

// ---- what kinds of elements have ----

const text = (name, otherwise = '') => function () { return this.attribute(name, otherwise); };
const flag = name => function () { return this.hasAttribute(name); };
const count = (name, otherwise) => function () { return this.number(name, otherwise); };
const choice = (name, values, otherwise) => function () { return this.oneOf(name, values, otherwise); };
const below = selector => function () { return this.nodes('find', selector); };

function texts(names) {
  return Object.fromEntries(names.split(' ').map(one => {
    const [method, attribute] = one.split('=');
    return [method, text(attribute ?? method.toLowerCase())];
  }));
}

function flags(names) {
  return Object.fromEntries(names.split(' ').map(name => [name, flag(name.toLowerCase())]));
}

function valueOf() {
  const value = host.htmlValue(this.node);
  return value === null ? undefined : typeof value === 'string' ? value : [...value, ''][0];
}

function wholeText() { return this.textContent(); }

function form() {
  const named = this.attribute('form');
  if (named !== undefined) return this.ownerDocument()?.querySelector(`form[id="${named}"]`);
  return this.up('form');
}

function labels() {
  const id = this.attribute('id');
  const around = this.nodes('parents', 'label');
  const named = id === undefined ? [] : this.ownerDocument()?.querySelectorAll(`label[for="${id}"]`) ?? [];
  return [...named, ...around.filter(one => !named.some(other => other.isSameNode(one)))];
}

const encodings = ['multipart/form-data', 'text/plain'];
const enctype = choice('enctype', encodings, 'application/x-www-form-urlencoded');

const address = /^(?:([a-zA-Z][a-zA-Z0-9+.-]*):)?(?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?(\[[^\]]*\]|[^:/?#]*)(?::(\d*))?)?([^?#]*)(\?[^#]*)?(#.*)?$/;

function parts(element) {
  const [, protocol = '', username = '', password = '', hostname = '', port = '', pathname, search = '', hash = ''] =
    address.exec(element.attribute('href', '')) ?? [];
  const where = port === '' ? hostname : `${hostname}:${port}`;
  return {
    protocol, username, password, hostname, port, pathname, search, hash, host: where,
    origin: hostname === '' ? '' : `${protocol}://${where}`,
  };
}

const part = name => function () { return parts(this)[name]; };

const control = { form, labels, tabIndex: count('tabindex', 0), ...texts('name'), ...flags('autofocus disabled') };

const submitting = {
  ...texts('accessKey formAction formTarget value'),
  formEnctype: choice('formenctype', encodings, 'application/x-www-form-urlencoded'),
  formMethod: choice('formmethod', ['post'], 'get'),
  formNoValidate: flag('formnovalidate'),
};

const link = {
  ...texts('accessKey download href hrefLang referrerPolicy rel target type'),
  ...Object.fromEntries(['hash', 'host', 'hostname', 'origin', 'password', 'pathname', 'port', 'protocol', 'search', 'username']
    .map(name => [name, part(name)])),
  relList() { return words(this.attribute('rel', '')); },
  text: wholeText,
  toString() { return this.attribute('href', ''); },
};

const cell = {
  ...texts('headers'),
  colSpan: count('colspan', 1),
  rowSpan: count('rowspan', 1),
  cellIndex() { return host.htmlIndex(host.htmlMove(this.up('tr').node, 'children', 'td,th'), this.node); },
};

const media = {
  ...texts('mediaGroup src currentSrc=src'),
  ...flags('autoplay controls loop muted'),
  defaultMuted: flag('muted'),
  crossOrigin: text('crossorigin', undefined),
  preload: choice('preload', ['none', 'metadata'], 'auto'),
  textTracks: below('track'),
};

const options = below('option');
const chosen = function () { return this.options().filter(one => one.selected()); };
const section = { rows() { return this.nodes('children', 'tr'); } };
const changed = texts('cite datetime');

const tables = {
  a: link,
  area: link,
  audio: media,
  video: media,
  base: texts('href target'),
  button: { ...control, ...submitting, type: choice('type', ['button', 'menu', 'reset'], 'submit') },
  canvas: { height: count('height', 150), width: count('width', 150) },
  col: { span: count('span', 1) },
  data: texts('value'),
  datalist: { options },
  del: changed,
  ins: changed,
  embed: texts('height src type width'),
  fieldset: { form, ...texts('name'), ...flags('disabled'), type: () => 'fieldset', elements: below('input,select,textarea,button,fieldset,object,output') },
  form: {
    ...texts('acceptCharset=accept-charset action name target'),
    noValidate: flag('novalidate'),
    autocomplete: choice('autocomplete', ['off'], 'on'),
    enctype,
    encoding: enctype,
    method: choice('method', ['post'], 'get'),
    elements: below('input,select,textarea,button,fieldset,object,output'),
    length() { return this.elements().length; },
  },
  iframe: { ...texts('height name referrerPolicy src width'), allowfullscreen: flag('allowfullscreen') },
  img: {
    ...texts('alt currentSrc=src name referrerPolicy sizes src srcset useMap'),
    crossOrigin: text('crossorigin', undefined),
    height: count('height', 0), width: count('width', 0), isMap: flag('ismap'),
  },
  input: {
    ...control, ...submitting,
    ...texts('accept alt autocomplete dirName height max min pattern placeholder src step width defaultValue=value'),
    ...flags('checked multiple readonly required'),
    defaultChecked: flag('checked'),
    maxLength: count('maxlength', -1),
    size: count('size', 0),
    type: text('type', 'text'),
    value: valueOf,
    list() {
      const id = this.attribute('list');
      return id === undefined ? undefined : this.ownerDocument()?.querySelector(`datalist[id="${id}"]`);
    },
  },
  keygen: { ...control, ...texts('challenge'), keytype: text('keytype', 'RSA'), type: () => 'keygen' },
  label: {
    form,
    htmlFor: text('for'),
    control() {
      const id = this.attribute('for');
      if (id === undefined) return this.querySelector('input,select,textarea,button,meter,output,progress');
      return this.ownerDocument()?.querySelector(`[id="${id}"]`);
    },
  },
  legend: { form, accessKey: text('accesskey') },
  li: { type: text('type'), value: count('value', 0) },
  link: {
    ...texts('href hreflang media referrerPolicy rel target type'),
    crossOrigin: text('crossorigin', undefined),
    relList() { return words(this.attribute('rel', '')); },
  },
  map: { name: text('name'), areas: below('area'), images() { return this.ownerDocument().querySelectorAll(`img[usemap="#${this.name()}"]`); } },
  meta: { ...texts('content name'), httpEquiv: text('http-equiv', 'content-type') },
  meter: { labels, ...Object.fromEntries(['high', 'low', 'max', 'min', 'optimum'].map(name => [name, count(name, 0)])) },
  object: {
    form, tabIndex: count('tabindex', 0), ...texts('data height name type useMap width'), typeMustMatch: flag('typemustmatch'),
  },
  ol: { reversed: flag('reversed'), start: count('start', 0), type: text('type', '1') },
  ul: texts('type'),
  optgroup: { ...texts('label'), ...flags('disabled') },
  option: {
    form,
    ...flags('disabled selected'),
    defaultSelected: flag('selected'),
    value: valueOf,
    text: wholeText,
    label() { return this.attribute('label') ?? this.textContent(); },
    index() { return host.htmlIndex(host.htmlMove(this.up('select,datalist').node, 'find', 'option'), this.node); },
  },
  output: { form, labels, name: text('name'), htmlFor: text('for'), type: () => 'output', value: wholeText, defaultValue: wholeText },
  param: texts('name value'),
  pre: texts('name value'),
  progress: {
    labels,
    max() { return Number(this.attribute('max', 1)); },
    value() { return Number(this.attribute('value', 0)); },
    position() { return this.hasAttribute('value') ? this.value() / this.max() : -1; },
  },
  script: {
    ...texts('charset crossOrigin src type'), ...flags('async defer noModule'), text: wholeText,
  },
  select: {
    ...control, options,
    ...flags('multiple required'),
    size: count('size', 0),
    length() { return this.options().length; },
    selectedOptions: chosen,
    selectedIndex() { return this.options().findIndex(one => one.selected()); },
    type() { return this.multiple() ? 'select-multiple' : 'select'; },
    value: valueOf,
  },
  source: texts('keySystem media sizes src srcset type'),
  style: { media: text('media'), type: text('type', 'text/css') },
  table: {
    caption() { return this.nodes('children', 'caption')[0]; },
    rows: below('tr'),
    sortable: flag('sortable'),
    tBodies() { return this.nodes('children', 'tbody'); },
    tFoot() { return this.nodes('children', 'tfoot')[0]; },
    tHead() { return this.nodes('children', 'thead')[0]; },
  },
  tbody: section,
  tfoot: section,
  thead: section,
  td: cell,
  th: { ...cell, ...texts('abbr scope'), sorted: flag('sorted') },
  textarea: {
    ...control,
    ...texts('accessKey placeholder'),
    autocapitalize: text('autocapitalize', 'sentences'),
    autocomplete: text('autocomplete', 'on'),
    cols: count('cols', 0), rows: count('rows', 0), maxLength: count('maxlength', 0),
    readOnly: flag('readonly'), required: flag('required'),
    length() { return this.textContent().length; },
    type: () => 'textarea',
    value: wholeText, defaultValue: wholeText,
    wrap: choice('wrap', ['hard', 'off'], 'soft'),
  },
  time: texts('datetime'),
  title: { text: wholeText },
  tr: {
    cells() { return this.nodes('children', 'td,th'); },
    rowIndex() { return host.htmlIndex(host.htmlMove(this.up('table').node, 'find', 'tr'), this.node); },
    sectionRowIndex() { return host.htmlIndex(host.htmlMove(this.parentElement().node, 'children', 'tr'), this.node); },
  },
  track: { ...texts('label src srclang'), default: flag('default'), kind: text('kind', 'subtitle') },
};

const special = Object.fromEntries(Object.entries(tables).map(([name, methods]) => {
  const kind = class extends Element {};
  for (const method of Object.keys(methods))
    Object.defineProperty(kind.prototype, method, { value: methods[method], writable: true, configurable: true });
  return [name, kind];
}));
