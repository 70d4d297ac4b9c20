// The usual mistakes of k6 scripts. Each rule has a name, looks at a Script, and tells where and how to mend it.

const HTTP_CALLS = { get: 1, head: 1, options: 2, post: 2, put: 2, patch: 2, del: 2, request: 3, asyncRequest: 3 };
const OPEN = ['constant-arrival-rate', 'ramping-arrival-rate'];
const K6_GLOBALS = ['__ENV', '__VU', '__ITER', 'console', 'open', 'require', 'module', 'exports', 'setTimeout', 'clearTimeout',
  'setInterval', 'clearInterval', 'TextEncoder', 'TextDecoder', 'crypto', 'globalThis', 'global', 'ReadableStream', 'WebSocket'];
const ELSEWHERE = {
  fetch: "k6 has no fetch: import http from 'k6/http'",
  process: 'k6 has no process: the environment is in __ENV',
  window: 'k6 is no browser: it has no window',
  document: 'k6 is no browser: it has no document; parse a page with k6/html',
  Buffer: 'k6 has no Buffer: use k6/encoding, or an ArrayBuffer',
  URL: "k6 has no URL: import { URL } from 'https://jslib.k6.io/url/1.0.0/index.js'",
  XMLHttpRequest: "k6 has no XMLHttpRequest: import http from 'k6/http'",
};
const MEMBERS = ['status', 'body', 'headers', 'timings', 'url', 'error', 'json', 'html', 'cookies'];
const RATES = ['checks', 'http_req_failed', 'ws_req_failed'];
const GOOD_RATES = ['checks'];
const MS_PER = { ns: 1e-6, us: 1e-3, 'µs': 1e-3, ms: 1, s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7 };

function durationMs(value) {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return NaN;
  if (/^\d+(\.\d+)?$/.test(value)) return Number(value);
  let ms = 0;
  for (const part of value.matchAll(/([\d.]+)(ns|us|µs|ms|s|m|h|d)/g)) ms += Number(part[1]) * MS_PER[part[2]];
  return ms;
}

class Lint {
  constructor(script, source, globals) {
    this.script = script;
    this.source = source;
    this.globals = globals;
    this.findings = [];
    this.options = script.optionsNode();
    this.exported = script.exported();
    this.metrics = new Set();
    this.http = []; // calls of k6/http
    walk(script.program, (node, above) => this.note(node, above));
  }

  note(node, above) {
    if (node.type === 'NewExpression' && /^k6\/metrics\./.test(this.script.called(node.callee)) && typeof node.arguments[0]?.value === 'string')
      this.metrics.add(node.arguments[0].value);
    if (node.type !== 'CallExpression') return;
    const [module, name] = this.script.called(node.callee).split('.');
    if (module === 'k6/http' && name in HTTP_CALLS) this.http.push({ node, above, name });
  }

  /** severity: an error breaks the run or a part of it, a warning makes its figures say something else. */
  tell(severity, rule, node, text) {
    const at = node?.loc?.start ?? { line: 1, column: 0 };
    this.findings.push({ severity, rule, line: at.line, column: at.column + 1, text });
  }

  callsOf(what) {
    const found = [];
    walk(this.script.program, (node, above) => {
      if (node.type === 'CallExpression' && this.script.called(node.callee) === what) found.push({ node, above });
    });
    return found;
  }

  option(...path) {
    return path.reduce((node, name) => this.script.member(node, name), this.options);
  }

  scenarios() {
    const all = this.script.meant(this.option('scenarios'));
    if (all?.type !== 'ObjectExpression') return [];
    return all.properties.filter(one => one.type === 'Property').map(one => {
      const get = name => this.script.member(one.value, name);
      return { name: keyOf(one), node: one, get, value: name => this.script.value(get(name)), executor: this.script.value(get('executor')) };
    });
  }

  run() {
    this.references();
    this.names();
    this.initRequests();
    this.discarded();
    this.checks();
    this.open();
    this.plateau();
    this.influx();
    this.thresholds();
    this.functions();
    return this.findings;
  }

  // ---- the code ----

  references() {
    const known = new Set([...this.globals, ...K6_GLOBALS, 'undefined', 'NaN', 'Infinity']);
    const told = new Set();
    walk(this.script.program, (node, above) => {
      if (node.type !== 'Identifier' || !isReference(node, above) || known.has(node.name)) return;
      const parent = above.at(-1);
      if (parent.type === 'UnaryExpression' && parent.operator === 'typeof') return;
      if (parent.type === 'AssignmentExpression' && parent.left === node) return;
      if ([...above, node].some(one => this.script.scopes.get(one)?.has(node.name))) return;
      const key = `${node.name}@${node.loc.start.line}`;
      if (told.has(key)) return;
      told.add(key);
      this.tell('error', 'reference', node, this.undefinedText(node, above));
    });
  }

  undefinedText(node, above) {
    if (ELSEWHERE[node.name]) return ELSEWHERE[node.name];
    const fails = above.some(one => one.type === 'CallExpression' && this.script.called(one.callee) === 'k6.fail');
    const like = this.similar(node.name);
    return `${node.name} is defined nowhere, so this line throws a ReferenceError when it runs`
      + (fails ? ', just when it should say what failed' : '') + (like ? `; did you mean ${like}?` : '');
  }

  similar(name) {
    const all = new Set([...this.script.scopes.values()].flatMap(one => [...one]));
    for (const one of all) if (one !== name && (one.toLowerCase() === name.toLowerCase() || distance(one, name) <= 1)) return one;
    for (const one of all) {
      const member = one.length > 2 && name.startsWith(one) ? MEMBERS.find(of => name.slice(one.length).toLowerCase().startsWith(of)) : undefined;
      if (member) return `${one}.${member}`;
    }
    return '';
  }

  names() {
    for (const { node, name } of this.http) {
      const urlAt = name === 'request' || name === 'asyncRequest' ? 1 : 0;
      const url = node.arguments[urlAt];
      const params = node.arguments[HTTP_CALLS[name]];
      const text = this.script.meant(url);
      const pieces = text?.type === 'TemplateLiteral' || (text?.type === 'BinaryExpression' && text.operator === '+');
      if (!pieces || !this.script.varies(text) || this.script.isOpaque(params)) continue;
      const tags = this.script.member(params, 'tags');
      if (this.script.member(tags, 'name') || (tags && this.script.isOpaque(tags))) continue;
      this.tell('warning', 'url-as-name', url,
        "each address becomes a name of its own, and so a series of its own in every metric; give the request { tags: { name: '…' } } or write the address as http.url`…`");
    }
  }

  initRequests() {
    for (const { node, above } of this.http)
      if (!above.some(isFunction))
        this.tell('error', 'request-in-init', node, 'requests cannot be made while the script is read; move this into setup() or the default function');
  }

  /** Names of variables that hold a reply whose body was dropped. */
  discarded() {
    if (this.script.value(this.option('discardResponseBodies')) !== true) return;
    const dropped = new Set();
    for (const { node, above, name } of this.http) {
      const params = node.arguments[HTTP_CALLS[name]];
      if (this.script.isOpaque(params) || this.script.member(params, 'responseType')) continue;
      const parent = above.at(-1);
      if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') dropped.add(parent.id.name);
      if (parent.type === 'AssignmentExpression' && parent.left.type === 'Identifier') dropped.add(parent.left.name);
      if (parent.type === 'MemberExpression') this.droppedMember(parent);
    }
    walk(this.script.program, (node, above) => {
      if (node.type !== 'MemberExpression' || node.object.type !== 'Identifier') return;
      if (dropped.has(node.object.name) || this.isParameterOfCheck(node.object.name, above, dropped)) this.droppedMember(node);
    });
  }

  droppedMember(node) {
    if (!['json', 'body', 'html'].includes(node.property.name)) return;
    this.tell('error', 'discarded-body', node,
      `discardResponseBodies is set, so there is no ${node.property.name === 'body' ? 'body' : `body for ${node.property.name}()`}; give this request { responseType: 'text' }`);
  }

  isParameterOfCheck(name, above, dropped) {
    const check = above.find(one => one.type === 'CallExpression' && this.script.called(one.callee) === 'k6.check');
    if (!check || check.arguments[0]?.type !== 'Identifier' || !dropped.has(check.arguments[0].name)) return false;
    return above.some(one => isFunction(one) && one.params[0]?.name === name);
  }

  checks() {
    if (this.http.length === 0 || this.script.localImports || this.callsOf('k6.check').length > 0) return;
    this.tell('warning', 'no-checks', this.http[0].node,
      'nothing looks at the replies: a fast page that says "sold out" or an empty list counts as a success; check() the status and something of the body');
  }

  functions() {
    const scenarios = this.scenarios();
    if (scenarios.length === 0 && !this.exported.has('default') && !this.script.localImports)
      this.tell('error', 'no-default', this.script.program, 'there is no function to run: export default function () { … }');
    for (const one of scenarios) {
      const exec = one.get('exec') ? one.value('exec') : 'default';
      if (typeof exec === 'string' && !this.exported.has(exec) && !this.script.localImports)
        this.tell('error', 'no-exec', one.get('exec') ?? one.node, `scenario ${one.name} runs ${exec}, which the script does not export`);
    }
  }

  // ---- the load ----

  open() {
    for (const one of this.scenarios()) {
      if (!OPEN.includes(one.executor)) continue;
      const exec = one.get('exec') ? one.value('exec') : 'default';
      const sleeps = this.script.calls(exec).filter(call => this.script.called(call.callee) === 'k6.sleep');
      const last = this.lastCall(exec);
      if (last && this.script.called(last.callee) === 'k6.sleep')
        this.tell('warning', 'sleep-in-open-model', last,
          `scenario ${one.name} starts iterations at a rate of its own, so a sleep at the end paces nothing: it only keeps a user busy; leave it out`);
      this.users(one, sleeps);
    }
  }

  /** What a function does last, if that is a call. */
  lastCall(name) {
    const body = this.script.functions.get(name)?.body;
    const last = body?.type === 'BlockStatement' ? body.body.at(-1) : undefined;
    return last?.type === 'ExpressionStatement' && last.expression.type === 'CallExpression' ? last.expression : undefined;
  }

  users(one, sleeps) {
    const unitMs = one.get('timeUnit') ? durationMs(one.value('timeUnit')) : 1000;
    const targets = [one.value('rate'), one.value('startRate')];
    const stages = one.value('stages');
    if (Array.isArray(stages)) stages.forEach(stage => targets.push(stage?.target));
    const rate = Math.max(0, ...targets.filter(value => typeof value === 'number')) * 1000 / unitMs;
    const made = one.value('preAllocatedVUs');
    const most = one.get('maxVUs') ? one.value('maxVUs') : made;
    if (typeof made !== 'number' || typeof most !== 'number' || !(rate > 0)) return;
    const sleptMs = sleeps.reduce((sum, call) => {
      const seconds = this.script.value(call.arguments[0]);
      return sum + (typeof seconds === 'number' ? seconds * 1000 : 0);
    }, 0);
    const bearsMs = Math.max(made, most) / rate * 1000;
    const needed = Math.max(200, sleptMs);
    if (bearsMs >= needed) return;
    this.tell('warning', 'few-users', one.get(one.get('maxVUs') ? 'maxVUs' : 'preAllocatedVUs'),
      `${Math.max(made, most)} users bear ${Number(rate.toPrecision(3))} iterations a second only while each takes less than ${Math.round(bearsMs)} ms`
        + (sleptMs > bearsMs ? `, and it sleeps ${Math.round(sleptMs)} ms` : '')
        + `; beyond that arrivals are dropped. Set maxVUs to the rate times the longest time, such as ${Math.ceil(rate * Math.max(1, needed / 1000))}`);
  }

  plateau() {
    const top = this.option('stages');
    if (top) this.stages(top, this.script.value(this.option('vus')), false);
    for (const one of this.scenarios()) {
      if (!one.get('stages')) continue;
      const open = OPEN.includes(one.executor);
      this.stages(one.get('stages'), one.value(open ? 'startRate' : 'startVUs'), open);
    }
  }

  stages(node, start, open) {
    const stages = this.script.value(node);
    if (!Array.isArray(stages) || stages.length === 0) return;
    let before = typeof start === 'number' ? start : open ? 0 : 1;
    let rises = true;
    for (const stage of stages) {
      if (typeof stage?.target !== 'number') return; // not known: it may have one
      if (stage.target === before && before > 0) return;
      if (stage.target < before) rises = false;
      before = stage.target;
    }
    if (open && rises && stages.length === 1) return; // a search for the breaking point
    this.tell('warning', 'no-plateau', node,
      'the load never stays the same, so every average mixes different loads; add a stage that holds its target for some minutes');
  }

  influx() {
    const node = this.option('ext', 'influxdb');
    if (node) this.tell('warning', 'ext-influxdb', node, 'k6 ignores ext.influxdb, so nothing is sent there; run with --out influxdb=http://HOST:8086/DATABASE');
  }

  // ---- what it demands ----

  thresholds() {
    const all = this.script.meant(this.option('thresholds'));
    if (all === undefined) {
      if (this.exported.has('default') && !this.isOpaqueOptions())
        this.tell('warning', 'no-thresholds', this.options ?? this.script.program,
          "there are no thresholds, so the run cannot fail; demand something, such as http_req_failed: ['rate<0.01'] and http_req_duration: ['p(95)<500']");
      return;
    }
    if (all.type !== 'ObjectExpression') return;
    for (const one of all.properties) {
      const name = one.type === 'Property' ? (one.computed ? this.script.value(one.key) : keyOf(one)) : UNKNOWN;
      if (typeof name !== 'string') continue;
      this.metricOf(name, one);
      const list = this.script.meant(one.value);
      for (const each of list?.type === 'ArrayExpression' ? list.elements : [list]) {
        const text = each?.type === 'ObjectExpression' ? this.script.value(this.script.member(each, 'threshold')) : this.script.value(each);
        if (typeof text === 'string') this.condition(name.replace(/\{.*/, '').trim(), text, each);
      }
    }
  }

  isOpaqueOptions() {
    return this.options !== undefined && this.script.isOpaque(this.options);
  }

  metricOf(written, node) {
    const metric = written.replace(/\{.*/, '').trim();
    const built = /^(vus|vus_max|iterations|iteration_duration|iteration_response|iteration_lateness|dropped_iterations|checks|group_duration|data_sent|data_received|http_req.*|ws_.*|grpc_.*|browser_.*)$/.test(metric);
    if (!built && !this.metrics.has(metric) && !this.script.localImports)
      this.tell('error', 'no-metric', node, `nothing makes a metric ${metric}, so the run ends before it begins; make it with new Trend('${metric}') or correct the name`);
    if (metric === 'checks' && this.callsOf('k6.check').length === 0 && !this.script.localImports)
      this.tell('warning', 'no-samples', node, 'the script has no check(), so this threshold has no samples and always holds');
    if (metric.startsWith('http_req') && this.http.length === 0 && !this.script.uses('k6/http') && !this.script.localImports)
      this.tell('warning', 'no-samples', node, 'the script makes no HTTP request, so this threshold has no samples and always holds');
    if (metric.startsWith('ws_') && !this.script.uses('k6/ws') && !this.script.uses('k6/websockets') && !this.script.uses('k6/experimental/websockets') && !this.script.localImports)
      this.tell('warning', 'no-samples', node, 'the script opens no WebSocket, so this threshold has no samples and always holds');
    const scenario = /\{.*scenario:\s*([^,}]+)/.exec(written)?.[1]?.trim();
    const names = this.scenarios().map(one => one.name);
    if (scenario && names.length > 0 && !names.includes(scenario))
      this.tell('warning', 'no-samples', node, `there is no scenario ${scenario}, so this threshold has no samples and always holds`);
  }

  condition(metric, text, node) {
    const parts = /^\s*([a-z]+(?:\([\d.]+\))?)\s*(<=|>=|<|>|===?|!=)\s*(-?[\d.]+)\s*$/.exec(text);
    if (!parts) return;
    const [, figure, operator, bound] = parts;
    const limit = Number(bound);
    const isRate = figure === 'rate' && RATES.includes(metric);
    const always = (isRate && ((operator === '<' && limit > 1) || (operator === '<=' && limit >= 1)))
      || (operator === '>=' && limit <= 0) || (operator === '>' && limit < 0);
    if (always) {
      this.tell('warning', 'threshold-always-holds', node, `${metric} ${text} always holds${isRate ? ': a rate lies between 0 and 1' : ''}`);
      return;
    }
    const never = isRate && ((operator === '>' && limit >= 1) || (operator === '>=' && limit > 1) || (operator === '<' && limit <= 0));
    if (never) this.tell('warning', 'threshold-never-holds', node, `${metric} ${text} never holds: a rate lies between 0 and 1`);
    else this.direction(metric, figure, operator, text, node);
  }

  direction(metric, figure, operator, text, node) {
    const upper = operator.startsWith('<');
    const lower = operator.startsWith('>');
    const wrong = (GOOD_RATES.includes(metric) && figure === 'rate' && upper)
      || (metric === 'http_req_failed' && figure === 'rate' && lower)
      || (/^(http_req_(duration|waiting|blocked|connecting|receiving|sending|tls_handshaking)|iteration_duration|group_duration)$/.test(metric) && lower && figure !== 'count');
    if (wrong) this.tell('warning', 'threshold-upside-down', node, `${metric} ${text} holds when things go badly; turn the sign around`);
  }
}

function distance(a, b) {
  if (Math.abs(a.length - b.length) > 1 || a.length < 4) return 9;
  let i = 0;
  while (i < a.length && i < b.length && a[i] === b[i]) i++;
  const rest = [[a.slice(i + 1), b.slice(i + 1)], [a.slice(i), b.slice(i + 1)], [a.slice(i + 1), b.slice(i)]];
  return rest.some(([x, y]) => x === y) ? 1 : 9;
}

// ---- options, for the same reader that a run has ----

const TRUTHS = /^(discardResponseBodies|noConnectionReuse|noVUConnectionReuse|insecureSkipTLSVerify|throw|noCookiesReset|noSetup|noTeardown|noUsageReport|paused|noSummary)$/;
const SHAPES = /^(stages|thresholds|tags|env|scenarios|hosts|dns|ext|cloud|systemTags|blacklistIPs|blockHostnames|tlsAuth|options|executor|exec|summaryTrendStats|tlsVersion|tlsCipherSuites|summaryTimeUnit)$/;

/** Without what is not known; a number or time that is not known is 1000 (ms), which every reader takes. */
function known(value, key) {
  if (value === UNKNOWN) return TRUTHS.test(key) || SHAPES.test(key) ? undefined : 1000;
  if (Array.isArray(value)) return value.filter(one => one !== UNKNOWN).map(one => known(one, key));
  if (value === null || typeof value !== 'object') return value;
  const all = {};
  for (const [name, one] of Object.entries(value)) {
    if (key === 'scenarios' && (one === UNKNOWN || one?.executor === UNKNOWN)) continue;
    const it = known(one, name);
    if (it !== undefined) all[name] = it;
  }
  return all;
}

/** All there is to say of a script, as JSON. */
function lint(source, globalNames) {
  let program;
  const settings = { ecmaVersion: 'latest', sourceType: 'module', locations: true, allowHashBang: true };
  try {
    program = acorn.parse(source, settings);
  } catch (asModule) {
    try {
      program = acorn.parse(source, { ...settings, sourceType: 'script' });
    } catch (_) {
      if (!asModule.loc) throw asModule;
      const text = asModule.message.replace(/ \(\d+:\d+\)$/, '');
      return JSON.stringify({ findings: [{ severity: 'error', rule: 'syntax', line: asModule.loc.line, column: asModule.loc.column + 1, text }], options: {}, places: {} });
    }
  }
  const script = new Script(program);
  const all = new Lint(script, source, JSON.parse(globalNames));
  const findings = all.run();
  const places = {};
  if (all.options?.type === 'ObjectExpression')
    for (const one of all.options.properties)
      if (one.type === 'Property' && !one.computed) places[keyOf(one)] = { line: one.loc.start.line, column: one.loc.start.column + 1 };
  const options = all.options === undefined ? {} : known(script.value(all.options), '');
  return JSON.stringify({ findings, options: options ?? {}, places });
}
