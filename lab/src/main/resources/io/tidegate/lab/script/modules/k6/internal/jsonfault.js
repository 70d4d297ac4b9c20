import { utf8 } from 'k6/internal/blob';

// Why a text is no JSON and where, in the words of Go, which those who use k6 know.

const LITERALS = { t: 'true', f: 'false', n: 'null' };
const isDigit = c => c >= '0' && c <= '9';

const quoted = c => (c === '\'' ? '\'\\\'\'' : `'${JSON.stringify(c).slice(1, -1).replace('\\"', '"')}'`);

class Fault {
  constructor(offset, why) {
    this.offset = offset;
    this.why = why;
  }
}

class Scanner {
  #text;
  #at = 0;

  constructor(text) { this.#text = text; }

  // Those of the bytes of the text, since that is what Go counts.
  static of(text) {
    let bytes = '';
    for (const one of utf8(text)) bytes += String.fromCharCode(one);
    return new Scanner(bytes);
  }

  fault() {
    try {
      this.#value();
      this.#space();
      if (this.#at < this.#text.length) this.#bad('after top-level value');
      return new Fault(this.#at, 'it is JSON');
    } catch (error) {
      if (error instanceof Fault) return error;
      throw error;
    }
  }

  place({ offset, why }) {
    const lines = this.#text.slice(0, offset).split('\n');
    return `line ${lines.length}, character ${lines.at(-1).length} , error: ${why}`;
  }

  get #here() { return this.#text[this.#at]; }

  #bad(where) {
    if (this.#here === undefined) throw new Fault(this.#at, `invalid character ' ' ${where}`);
    throw new Fault(this.#at + 1, `invalid character ${quoted(this.#here)} ${where}`);
  }

  #needsMore() {
    if (this.#here === undefined) throw new Fault(this.#text.length, 'unexpected end of JSON input');
  }

  #space() { while (' \t\r\n'.includes(this.#here ?? '.')) this.#at++; }

  #next() {
    this.#space();
    this.#needsMore();
    return this.#here;
  }

  #value() {
    const c = this.#next();
    if (c === '{') this.#members('}', 'after object key:value pair', () => this.#member());
    else if (c === '[') this.#members(']', 'after array element', () => this.#value());
    else if (c === '"') this.#string();
    else if (c === '-' || isDigit(c)) this.#number();
    else if (c in LITERALS) this.#literal(LITERALS[c]);
    else this.#bad('looking for beginning of value');
  }

  #members(end, behind, member) {
    this.#at++;
    if (this.#next() !== end) {
      for (member(); this.#next() !== end; member()) {
        if (this.#here !== ',') this.#bad(behind);
        this.#at++;
      }
    }
    this.#at++;
  }

  #member() {
    if (this.#next() !== '"') this.#bad('looking for beginning of object key string');
    this.#string();
    if (this.#next() !== ':') this.#bad('after object key');
    this.#at++;
    this.#value();
  }

  #string() {
    for (this.#at++; this.#here !== '"'; this.#at++) {
      this.#needsMore();
      if (this.#here < ' ') this.#bad('in string literal');
      if (this.#here === '\\') this.#escape();
    }
    this.#at++;
  }

  #escape() {
    this.#at++;
    this.#needsMore();
    if (this.#here !== 'u') {
      if (!'"\\/bfnrt'.includes(this.#here)) this.#bad('in string escape code');
      return;
    }
    for (let i = 0; i < 4; i++) {
      this.#at++;
      this.#needsMore();
      if (!/[0-9a-f]/i.test(this.#here)) this.#bad('in \\u hexadecimal character escape');
    }
  }

  #digits(where) {
    if (!isDigit(this.#here ?? ' ')) this.#bad(where);
    while (isDigit(this.#here ?? ' ')) this.#at++;
  }

  #number() {
    if (this.#here === '-') this.#at++;
    if (this.#here === '0') this.#at++;
    else this.#digits('in numeric literal');
    if (this.#here === '.') {
      this.#at++;
      this.#digits('after decimal point in numeric literal');
    }
    if (this.#here !== 'e' && this.#here !== 'E') return;
    this.#at++;
    if (this.#here === '+' || this.#here === '-') this.#at++;
    this.#digits('in exponent of numeric literal');
  }

  #literal(word) {
    for (const c of word) {
      if (this.#here !== c) this.#bad(`in literal ${word} (expecting '${c}')`);
      this.#at++;
    }
  }
}

export function jsonFault(text) {
  const scanner = Scanner.of(text);
  return scanner.place(scanner.fault());
}
