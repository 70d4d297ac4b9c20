// What the rules ask of a script's syntax tree: walking, names and their scopes, values that are known without a run.

const UNKNOWN = Symbol('unknown');
const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** Calls for each node with its ancestors, from the outermost. */
function walk(node, visit, above = []) {
  if (visit(node, above) === false) return;
  const inner = [...above, node];
  for (const key of Object.keys(node)) {
    const value = node[key];
    if (Array.isArray(value)) value.forEach(one => one && typeof one.type === 'string' && walk(one, visit, inner));
    else if (value && typeof value.type === 'string') walk(value, visit, inner);
  }
}

/** The names that a pattern binds. */
function bound(pattern) {
  switch (pattern?.type) {
    case 'Identifier': return [pattern.name];
    case 'ObjectPattern': return pattern.properties.flatMap(one => bound(one.value ?? one.argument));
    case 'ArrayPattern': return pattern.elements.flatMap(bound);
    case 'AssignmentPattern': return bound(pattern.left);
    case 'RestElement': return bound(pattern.argument);
    default: return [];
  }
}

const isFunction = node => FUNCTIONS.includes(node.type);
const hasScope = node => isFunction(node)
  || ['Program', 'BlockStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement', 'CatchClause', 'SwitchStatement',
    'ClassDeclaration', 'ClassExpression', 'StaticBlock'].includes(node.type);

/** For each node with a scope the names that are declared in it. */
function scopes(program) {
  const names = new Map();
  const add = (node, all) => {
    if (!names.has(node)) names.set(node, new Set());
    all.forEach(name => names.get(node).add(name));
  };
  const nearest = (above, wanted) => above.findLast(wanted) ?? program;
  walk(program, (node, above) => {
    switch (node.type) {
      case 'VariableDeclaration': {
        const home = node.kind === 'var' ? nearest(above, one => isFunction(one) || one.type === 'Program') : nearest(above, hasScope);
        node.declarations.forEach(one => add(home, bound(one.id)));
        break;
      }
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
        if (node.id) add(nearest(above, hasScope), [node.id.name]);
        break;
      case 'ImportDefaultSpecifier': case 'ImportNamespaceSpecifier': case 'ImportSpecifier':
        add(program, [node.local.name]);
        break;
      case 'CatchClause':
        add(node, bound(node.param));
        break;
      default:
    }
    if (isFunction(node)) {
      add(node, node.params.flatMap(bound));
      if (node.type !== 'ArrowFunctionExpression') add(node, ['arguments']);
    }
    if ((node.type === 'FunctionExpression' || node.type === 'ClassExpression') && node.id) add(node, [node.id.name]);
  });
  return names;
}

/** Whether an identifier stands for a variable, and is no name of a property, a label or a declaration. */
function isReference(node, above) {
  const parent = above.at(-1);
  switch (parent.type) {
    case 'MemberExpression': return parent.object === node || parent.computed;
    case 'Property':
      // {a} in a pattern binds a; in an object it reads a
      return parent.value === node ? !above.some(one => one.type === 'ObjectPattern') || isDefault(node, above) : parent.computed && parent.key === node;
    case 'PropertyDefinition': case 'MethodDefinition': return parent.value === node || parent.computed;
    case 'VariableDeclarator': return parent.init === node;
    case 'AssignmentPattern': return parent.right === node;
    case 'ImportSpecifier': case 'ImportDefaultSpecifier': case 'ImportNamespaceSpecifier': case 'ExportSpecifier':
    case 'LabeledStatement': case 'BreakStatement': case 'ContinueStatement': case 'MetaProperty': case 'RestElement':
    case 'ArrayPattern': case 'CatchClause':
      return false;
    case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': return parent.body === node;
    case 'ClassDeclaration': case 'ClassExpression': return parent.superClass === node;
    default: return true;
  }
}

function isDefault(node, above) {
  return above.some(one => one.type === 'AssignmentPattern' && one.right === node);
}

/** What is known of a script without running it. */
class Script {
  constructor(program) {
    this.program = program;
    this.scopes = scopes(program);
    this.modules = new Map(); // local name to what it is: 'k6/http' or 'k6.check'
    this.consts = new Map(); // name to the value that it is given once
    this.functions = new Map(); // name to the function
    this.localImports = false;
    this.read();
  }

  read() {
    const given = new Map();
    walk(this.program, (node, above) => {
      if (node.type === 'ImportDeclaration') this.imported(node);
      if (node.type === 'FunctionDeclaration' && node.id) this.functions.set(node.id.name, node);
      if (node.type === 'FunctionDeclaration' && above.at(-1).type === 'ExportDefaultDeclaration') this.functions.set('default', node);
      if (node.type === 'ExportDefaultDeclaration' && isFunction(node.declaration)) this.functions.set('default', node.declaration);
      if (node.type === 'ExportDefaultDeclaration' && node.declaration.type === 'Identifier') this.defaultName = node.declaration.name;
      if (node.type === 'AssignmentExpression' && node.left.type === 'Identifier') given.set(node.left.name, 2);
      if (node.type !== 'VariableDeclarator' || !node.init) return;
      if (node.init.type === 'CallExpression' && node.init.callee.name === 'require') this.required(node);
      if (node.id.type !== 'Identifier') return;
      given.set(node.id.name, (given.get(node.id.name) ?? 0) + 1);
      if (isFunction(node.init)) this.functions.set(node.id.name, node.init);
      this.consts.set(node.id.name, node.init);
    });
    given.forEach((times, name) => times > 1 && this.consts.delete(name));
    if (this.defaultName && this.functions.has(this.defaultName)) this.functions.set('default', this.functions.get(this.defaultName));
  }

  imported(node) {
    const from = node.source.value;
    if (/^[./]/.test(from)) this.localImports = true;
    for (const one of node.specifiers) {
      const name = one.type === 'ImportSpecifier' && (one.imported.name ?? one.imported.value) !== 'default' ? `.${one.imported.name ?? one.imported.value}` : '';
      this.modules.set(one.local.name, from + name);
    }
  }

  required(node) {
    const from = node.init.arguments[0]?.value;
    if (typeof from !== 'string') return;
    if (/^[./]/.test(from)) this.localImports = true;
    if (node.id.type === 'Identifier') this.modules.set(node.id.name, from);
    if (node.id.type === 'ObjectPattern')
      node.id.properties.forEach(one => one.value?.type === 'Identifier' && this.modules.set(one.value.name, `${from}.${one.key.name}`));
  }

  uses(module) {
    return [...this.modules.values()].some(one => one === module || one.startsWith(`${module}.`));
  }

  /** What a callee is, such as k6/http.get or k6.check; empty for something else. */
  called(callee) {
    if (callee.type === 'Identifier') return this.modules.get(callee.name) ?? '';
    if (callee.type !== 'MemberExpression' || callee.computed || callee.object.type !== 'Identifier') return '';
    const of = this.modules.get(callee.object.name);
    return of === undefined ? '' : `${of}.${callee.property.name}`;
  }

  /** The node that a node stands for, through names that are given a value once. */
  meant(node, depth = 0) {
    if (node?.type !== 'Identifier' || depth > 8) return node;
    const value = this.consts.get(node.name);
    return value === undefined ? node : this.meant(value, depth + 1);
  }

  /** A member of an object that is written out. */
  member(node, name) {
    const object = this.meant(node);
    if (object?.type !== 'ObjectExpression') return undefined;
    for (const one of object.properties.toReversed()) {
      if (one.type === 'Property' && !one.computed && keyOf(one) === name) return one.value;
      if (one.type === 'SpreadElement') {
        const found = this.member(one.argument, name);
        if (found) return found;
      }
    }
    return undefined;
  }

  /** Whether a node's members are not all known. */
  isOpaque(node) {
    const object = this.meant(node);
    if (object === undefined) return false;
    if (object.type !== 'ObjectExpression') return true;
    return object.properties.some(one => one.type === 'SpreadElement' ? this.isOpaque(one.argument) : one.computed);
  }

  /** Whether a text is another one from iteration to iteration, as far as is known. */
  varies(node, depth = 0) {
    if (!node || depth > 12) return false;
    switch (node.type) {
      case 'Literal': return false;
      case 'TemplateLiteral': return node.expressions.some(one => this.varies(one, depth + 1));
      case 'BinaryExpression': case 'LogicalExpression': return this.varies(node.left, depth + 1) || this.varies(node.right, depth + 1);
      case 'ConditionalExpression': return false; // one of two
      case 'MemberExpression': return !(node.object.type === 'Identifier' && node.object.name === '__ENV') && this.variesMember(node, depth);
      case 'Identifier': {
        if (node.name === '__VU' || node.name === '__ITER') return true;
        const value = this.consts.get(node.name);
        return value === undefined || value === node ? !this.modules.has(node.name) : this.varies(value, depth + 1);
      }
      case 'CallExpression': {
        const name = node.callee.type === 'Identifier' ? node.callee.name : node.callee.property?.name;
        if (['String', 'Number', 'encodeURIComponent', 'trim', 'replace', 'toString'].includes(name))
          return node.arguments.some(one => this.varies(one, depth + 1)) || (node.callee.object ? this.varies(node.callee.object, depth + 1) : false);
        return true;
      }
      default: return true;
    }
  }

  variesMember(node, depth) {
    const object = this.meant(node.object);
    if (object?.type === 'ObjectExpression' && !node.computed) {
      const value = this.member(object, node.property.name);
      return value === undefined || this.varies(value, depth + 1);
    }
    return true;
  }

  /** A value that is known without a run; else UNKNOWN. */
  value(node, depth = 0) {
    if (!node || depth > 20) return UNKNOWN;
    switch (node.type) {
      case 'Literal': return node.value;
      case 'TemplateLiteral': {
        const parts = node.expressions.map(one => this.value(one, depth + 1));
        if (parts.includes(UNKNOWN)) return UNKNOWN;
        return node.quasis.map((one, i) => one.value.cooked + (i < parts.length ? parts[i] : '')).join('');
      }
      case 'ObjectExpression': return this.object(node, depth);
      case 'ArrayExpression': {
        const all = node.elements.map(one => this.value(one, depth + 1));
        return all;
      }
      case 'UnaryExpression': {
        const value = this.value(node.argument, depth + 1);
        if (value === UNKNOWN) return UNKNOWN;
        return node.operator === '-' ? -value : node.operator === '+' ? +value : node.operator === '!' ? !value : UNKNOWN;
      }
      case 'LogicalExpression': {
        const left = this.value(node.left, depth + 1);
        if (left === UNKNOWN || left === undefined) return node.operator === '&&' ? UNKNOWN : this.value(node.right, depth + 1);
        return node.operator === '&&' ? (left ? this.value(node.right, depth + 1) : left) : left || this.value(node.right, depth + 1);
      }
      case 'BinaryExpression': return this.binary(node, depth);
      case 'CallExpression': {
        const name = node.callee.name;
        if (!['Number', 'parseInt', 'parseFloat', 'String'].includes(name) || node.arguments.length === 0) return UNKNOWN;
        const value = this.value(node.arguments[0], depth + 1);
        return value === UNKNOWN ? UNKNOWN : name === 'String' ? String(value) : name === 'parseInt' ? parseInt(value) : Number(value);
      }
      case 'Identifier': {
        if (node.name === 'undefined') return undefined;
        const value = this.consts.get(node.name);
        return value === undefined ? UNKNOWN : this.value(value, depth + 1);
      }
      case 'MemberExpression': {
        if (node.computed) return UNKNOWN;
        const value = this.member(node.object, node.property.name);
        return value === undefined ? UNKNOWN : this.value(value, depth + 1);
      }
      default: return UNKNOWN;
    }
  }

  binary(node, depth) {
    const left = this.value(node.left, depth + 1);
    const right = this.value(node.right, depth + 1);
    if (left === UNKNOWN || right === UNKNOWN) return UNKNOWN;
    switch (node.operator) {
      case '+': return left + right;
      case '-': return left - right;
      case '*': return left * right;
      case '/': return left / right;
      default: return UNKNOWN;
    }
  }

  object(node, depth) {
    const value = {};
    for (const one of node.properties) {
      if (one.type === 'SpreadElement') {
        const more = this.value(one.argument, depth + 1);
        if (more !== UNKNOWN && typeof more === 'object') Object.assign(value, more);
        continue;
      }
      const key = one.computed ? this.value(one.key, depth + 1) : keyOf(one);
      if (key !== UNKNOWN) value[key] = this.value(one.value, depth + 1);
    }
    return value;
  }

  /** The node of the exported options. */
  optionsNode() {
    let found;
    walk(this.program, node => {
      if (node.type === 'ExportNamedDeclaration' && node.declaration?.type === 'VariableDeclaration')
        node.declaration.declarations.forEach(one => { if (one.id.name === 'options') found = one.init; });
      if (node.type === 'ExportNamedDeclaration')
        node.specifiers?.forEach(one => { if (one.exported.name === 'options') found = this.consts.get(one.local.name); });
      if (node.type === 'AssignmentExpression' && /^(module\.)?exports\.options$/.test(dotted(node.left))) found = node.right;
    });
    return this.meant(found);
  }

  /** Names of the functions that a run may call. */
  exported() {
    const names = new Set();
    walk(this.program, node => {
      if (node.type === 'ExportDefaultDeclaration') names.add('default');
      if (node.type === 'ExportNamedDeclaration') {
        if (node.declaration?.id) names.add(node.declaration.id.name);
        node.declaration?.declarations?.forEach(one => bound(one.id).forEach(name => names.add(name)));
        node.specifiers?.forEach(one => names.add(one.exported.name));
      }
      if (node.type === 'ExportAllDeclaration') this.localImports = true;
      if (node.type !== 'AssignmentExpression') return;
      const to = dotted(node.left);
      if (to === 'module.exports') names.add('default');
      if (/^(module\.)?exports\./.test(to)) names.add(to.split('.').at(-1));
    });
    return names;
  }

  /** Each call within a function, and within functions of this script that it calls. */
  calls(name) {
    const found = [];
    const seen = new Set();
    const look = one => {
      const of = this.functions.get(one);
      if (!of || seen.has(of)) return;
      seen.add(of);
      walk(of, node => {
        if (node.type !== 'CallExpression') return;
        found.push(node);
        if (node.callee.type === 'Identifier') look(node.callee.name);
      });
    };
    look(name);
    return found;
  }
}

function keyOf(property) {
  return property.key.name ?? String(property.key.value);
}

function dotted(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type !== 'MemberExpression' || node.computed) return '';
  return `${dotted(node.object)}.${node.property.name}`;
}
