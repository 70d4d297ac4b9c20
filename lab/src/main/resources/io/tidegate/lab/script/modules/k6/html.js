import host from 'k6/internal/host';
import { goType } from 'k6/internal/go';
import { Element } from 'k6/internal/element';

// What Java takes to say which nodes are meant: null for all, a text, or nodes.
function wanted(given) {
  if (given === undefined || given === null) return null;
  if (given instanceof Selection) return given.nodes;
  return given instanceof Element ? given.node : String(given);
}

const queryEncoded = text => encodeURIComponent(text).replace(/%20/g, '+')
  .replace(/[!'()*]/g, c => '%' + c.charCodeAt(0).toString(16).toUpperCase());

// Numbers, truth values and JSON as such; anything else as the text that it is.
function datum(text) {
  if (text === 'true' || text === 'false') return text === 'true';
  if (/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  if (/^[[{]/.test(text)) {
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }
  return text;
}

const kebab = name => name.replace(/[A-Z]/g, c => '-' + c.toLowerCase());
const camel = name => name.replace(/-([a-z])/g, (_, c) => c.toUpperCase());

const whole = number => Math.trunc(Number(number)) || 0;

// A selector or nodes, of which there must be some.
function sought(given) {
  if (typeof given === 'string' || given instanceof Selection || given instanceof Element) return given;
  return host.refuse(`invalid argument, cannot use a '${goType(given)}' as a selector`);
}

function filtering(name, given) {
  if (typeof given === 'string' || given instanceof Selection || given instanceof Element) return given;
  return host.refuse(`the argument to ${name}() must be a function, a selector or a selection`);
}

function needsFunction(name, fn) {
  if (typeof fn !== 'function') host.refuse(`the argument to ${name}() must be a function`);
}

class Selection {
  constructor(nodes, before, url) {
    Object.defineProperty(this, 'nodes', { value: nodes });
    Object.defineProperty(this, 'before', { value: before });
    this.url = url;
  }

  made(nodes) { return new Selection(nodes, this, this.url); }
  moved(where, given) { return this.made(host.htmlMove(this.nodes, where, wanted(given))); }
  upTo(where, end, given) {
    const until = end === undefined || end === null ? null : wanted(sought(end));
    return this.made(host.htmlUntil(this.nodes, where, until, wanted(given)));
  }

  part(from, to) { return this.made(host.htmlSlice(this.nodes, from, to)); }
  one(i) { return this.part(i, i + 1); }

  // Each as a selection of its own.
  all() { return Array.from({ length: this.size() }, (_, i) => this.one(i)); }

  kept(keeps) {
    let kept = this.part(0, 0);
    for (const one of this.all().filter((each, i) => keeps(i, each))) kept = kept.add(one);
    return this.made(kept.nodes);
  }

  add(given) { return this.moved('add', sought(given)); }
  children(given) { return this.moved('children', given); }
  closest(given) { return this.moved('closest', sought(given)); }
  contents() { return this.moved('contents'); }
  filter(given) { return typeof given === 'function' ? this.kept(given) : this.moved('filter', filtering('filter', given)); }
  find(given) { return this.moved('find', sought(given)); }
  has(given) { return this.moved('has', sought(given)); }
  next(given) { return this.moved('next', given); }
  nextAll(given) { return this.moved('nextAll', given); }
  nextUntil(end, given) { return this.upTo('next', end, given); }
  not(given) { return typeof given === 'function' ? this.kept((i, e) => !given(i, e)) : this.moved('not', sought(given)); }
  parent(given) { return this.moved('parent', given); }
  parents(given) { return this.moved('parents', given); }
  parentsUntil(end, given) { return this.upTo('parents', end, given); }
  prev(given) { return this.moved('prev', given); }
  prevAll(given) { return this.moved('prevAll', given); }
  prevUntil(end, given) { return this.upTo('prev', end, given); }
  siblings(given) { return this.moved('siblings', given); }

  end() { return this.before ?? this; }
  first() { return this.part(0, 1); }
  last() { return this.part(Math.max(0, this.size() - 1), this.size()); }
  slice(from, to) { return this.part(whole(from), to === undefined ? this.size() : whole(to)); }

  eq(index) {
    const asked = whole(index);
    const at = asked < 0 ? asked + this.size() : asked;
    return at < 0 ? this.part(0, 0) : this.one(at);
  }

  size() { return host.htmlSize(this.nodes); }
  is(given) {
    return typeof given === 'function' ? this.kept(given).size() > 0 : host.htmlIs(this.nodes, wanted(filtering('is', given)));
  }

  index(given) { return host.htmlIndex(this.nodes, wanted(given)); }
  text() { return host.htmlText(this.nodes); }
  html() { return host.htmlInner(this.nodes) ?? ''; }
  attr(name, otherwise) { return host.htmlAttribute(this.nodes, String(name)) ?? otherwise; }

  val() {
    const value = host.htmlValue(this.nodes);
    return value === null ? undefined : typeof value === 'string' ? value : Array.from(value);
  }

  data(name) {
    if (arguments.length > 0) {
      const text = host.htmlAttribute(this.nodes, `data-${kebab(String(name))}`);
      return text === null ? undefined : datum(text);
    }
    const all = {};
    const pairs = host.htmlAttributes(this.nodes);
    for (let i = 0; i < pairs.length; i += 2)
      if (pairs[i].startsWith('data-')) all[camel(pairs[i].slice(5))] = datum(pairs[i + 1]);
    return all;
  }

  get(index) {
    if (index === undefined) return this.all().map(elementOf);
    const one = this.eq(index);
    return one.size() === 0 ? undefined : elementOf(one);
  }

  toArray() { return this.all(); }

  each(fn) {
    needsFunction('each', fn);
    this.all().forEach((one, i) => fn(i, elementOf(one)));
    return this;
  }

  map(fn) {
    needsFunction('map', fn);
    return this.all().map((one, i) => fn(i, one));
  }

  serializeArray() {
    const pairs = host.htmlSent(this.nodes);
    const all = [];
    for (let i = 0; i < pairs.length; i += 2) {
      const value = pairs[i + 1];
      all.push({ name: pairs[i], value: typeof value === 'string' ? value : Array.from(value) });
    }
    return all;
  }

  serializeObject() {
    return Object.fromEntries(this.serializeArray().map(({ name, value }) => [name, value]));
  }

  serialize() {
    const fields = this.serializeObject();
    return Object.keys(fields).sort()
      .flatMap(name => [fields[name]].flat().map(one => `${queryEncoded(name)}=${queryEncoded(one)}`))
      .join('&');
  }
}

const elementOf = selection => Element.of(selection.nodes, selection.url);

export function parseHTML(source, url) {
  const text = typeof source === 'string' ? source : host.decoded(source ?? '');
  return new Selection(host.htmlParse(text), null, url === undefined ? '' : String(url));
}

export default { parseHTML };
