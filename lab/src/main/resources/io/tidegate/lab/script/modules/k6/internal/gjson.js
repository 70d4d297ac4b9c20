// What a selector of Response.json finds: the paths of gjson.

// Steps of a path, each with the mark before it: a dot, or a pipe, which ends what `#` began.
function steps(path) {
  const all = [];
  let mark = '.';
  let text = '';
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < path.length; i++) {
    const c = path[i];
    if (c === '\\' && i + 1 < path.length) {
      text += c + path[++i];
      continue;
    }
    if (c === '"') quoted = !quoted;
    if (!quoted && '([{'.includes(c)) depth++;
    if (!quoted && ')]}'.includes(c)) depth--;
    if (depth === 0 && !quoted && (c === '.' || c === '|')) {
      all.push({ mark, text });
      mark = c;
      text = '';
    } else {
      text += c;
    }
  }
  all.push({ mark, text });
  return all;
}

function pattern(glob) {
  const source = glob.replace(/\\(.)|([*?])|([.+^${}()|[\]])/g, (_, escaped, wild, special) =>
    wild === '*' ? '.*' : wild === '?' ? '.' : `\\${escaped ?? special}`);
  return new RegExp(`^${source}$`, 's');
}

const modifiers = {
  this: value => value,
  reverse: value => (Array.isArray(value) ? [...value].reverse()
    : value !== null && typeof value === 'object' ? Object.fromEntries(Object.entries(value).reverse()) : value),
  keys: value => Object.keys(value ?? {}),
  values: value => Object.values(value ?? {}),
  flatten: value => (Array.isArray(value) ? value.flat() : value),
};

function compare(value, operator, wanted) {
  if (operator === '%' || operator === '!%')
    return typeof value === 'string' && pattern(wanted).test(value) === (operator === '%');
  if (operator === '==' || operator === '=') return value === wanted;
  if (operator === '!=') return value !== wanted;
  if (typeof value !== typeof wanted) return false;
  return { '<': value < wanted, '<=': value <= wanted, '>': value > wanted, '>=': value >= wanted }[operator];
}

function matching(query) {
  const parts = /^\s*(.*?)\s*(==|!=|<=|>=|!%|%|<|>|=)\s*(.*?)\s*$/s.exec(query);
  if (parts === null) return one => find(one, steps(query.trim())) !== undefined;
  const [, path, operator, text] = parts;
  let wanted;
  try {
    wanted = JSON.parse(text);
  } catch {
    wanted = text;
  }
  return one => {
    const value = path === '' ? one : find(one, steps(path));
    return value !== undefined && compare(value, operator, wanted);
  };
}

// Of an array, what the steps behind `#` find in each.
function each(array, rest) {
  const end = rest.findIndex(step => step.mark === '|');
  const own = end < 0 ? rest : rest.slice(0, end);
  const found = own.length === 0 ? array : array.map(one => find(one, own)).filter(one => one !== undefined);
  return end < 0 ? found : find(found, rest.slice(end));
}

function several(text, value) {
  const inside = text.slice(1, -1);
  const paths = inside === '' ? [] : inside.match(/(?:\([^)]*\)|"[^"]*"|[^,])+/g);
  const entries = paths.map(path => {
    const named = /^\s*"([^"]*)"\s*:(.*)$/s.exec(path);
    const own = named === null ? path.trim() : named[2];
    return [named === null ? steps(own).at(-1).text : named[1], find(value, steps(own))];
  }).filter(([, one]) => one !== undefined);
  return text[0] === '[' ? entries.map(([, one]) => one) : Object.fromEntries(entries);
}

function find(value, path) {
  if (path.length === 0) return value;
  if (value === undefined) return undefined;
  const [{ text }, ...rest] = path;
  if (text.startsWith('@')) {
    const change = modifiers[text.slice(1)];
    return change === undefined ? undefined : find(change(value), rest);
  }
  if (/^[[{].*[\]}]$/s.test(text)) return find(several(text, value), rest);
  if (value === null || typeof value !== 'object') return undefined;
  if (Array.isArray(value)) {
    if (text === '#') return rest.length === 0 || rest[0].mark === '|' ? find(rest.length === 0 ? value.length : value, rest) : each(value, rest);
    const query = /^#\((.*)\)(#?)$/s.exec(text);
    if (query !== null) {
      const test = matching(query[1]);
      return query[2] === '#' ? each(value.filter(test), rest) : find(value.find(test), rest);
    }
    return /^\d+$/.test(text) ? find(value[Number(text)], rest) : undefined;
  }
  if (!/[*?]/.test(text)) return find(value[text.replace(/\\(.)/gs, '$1')], rest);
  const glob = pattern(text);
  const name = Object.keys(value).find(one => glob.test(one));
  return name === undefined ? undefined : find(value[name], rest);
}

export function select(value, path) {
  return path === '' ? undefined : find(value, steps(path));
}
