import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';

export class TextEncoder {
  get encoding() { return 'utf-8'; }

  encode(text) {
    return new Uint8Array(host.utf8(text === undefined ? '' : String(text)));
  }

  encodeInto(text, into) {
    let read = 0;
    let written = 0;
    for (const letter of String(text)) {
      const encoded = this.encode(letter);
      if (written + encoded.length > into.length) break;
      into.set(encoded, written);
      written += encoded.length;
      read += letter.length;
    }
    return { read, written };
  }
}

const marks = { 'utf-8': '\ufeff', 'utf-16le': '\ufeff', 'utf-16be': '\ufeff' };

export class TextDecoder {
  constructor(label = 'utf-8', { fatal = false, ignoreBOM = false } = {}) {
    try {
      this.encoding = host.charset(String(label).trim().toLowerCase());
    } catch {
      throw new RangeError(`the encoding label ${label} is not known`);
    }
    this.fatal = !!fatal;
    this.ignoreBOM = !!ignoreBOM;
  }

  decode(input, { stream = false } = {}) {
    if (stream) throw new TypeError('TextDecoder cannot decode a stream here: decode the whole');
    if (input === undefined) return '';
    let text;
    try {
      text = host.decodeText(bytes(input), this.encoding, this.fatal);
    } catch {
      throw new TypeError(`the data is not valid ${this.encoding}`);
    }
    return !this.ignoreBOM && text[0] === marks[this.encoding] ? text.slice(1) : text;
  }
}
