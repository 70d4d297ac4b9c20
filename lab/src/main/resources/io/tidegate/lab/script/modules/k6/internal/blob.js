import host from 'k6/internal/host';
import { bytes } from 'k6/internal/bytes';
import { goType } from 'k6/internal/go';

export const utf8 = text => new Uint8Array(host.utf8(text));

function chunk(part) {
  if (part instanceof Blob) return Blob.content(part);
  if (typeof part === 'string') return utf8(part);
  if (part instanceof ArrayBuffer || ArrayBuffer.isView(part)) return new Uint8Array(bytes(part));
  return host.refuse(`failed to process [blobParts]: unsupported type: ${goType(part)}`);
}

export class Blob {
  #bytes;

  constructor(parts, options) {
    if (options === null) host.refuse('[options] must be an object');
    if (!Array.isArray(parts ?? []))
      host.refuse(`failed to process [blobParts]: could not convert ${parts} to []interface {}`);
    const chunks = (parts ?? []).map(chunk);
    this.#bytes = new Uint8Array(chunks.reduce((length, one) => length + one.length, 0));
    let at = 0;
    for (const one of chunks) {
      this.#bytes.set(one, at);
      at += one.length;
    }
    this.size = this.#bytes.length;
    this.type = String(options?.type ?? '');
  }

  get [Symbol.toStringTag]() { return 'Blob'; }

  static content(blob) { return blob.#bytes; }

  async arrayBuffer() { return this.#bytes.slice().buffer; }
  async bytes() { return this.#bytes.slice(); }
  async text() { return host.decoded(this.#bytes.slice().buffer); }
  slice(from, to, type) { return new Blob([this.#bytes.slice(from, to)], { type }); }

  stream() {
    const { ReadableStream } = host.builtin('k6/experimental/streams');
    const content = this.#bytes.slice();
    return new ReadableStream({
      start(controller) {
        if (content.length > 0) controller.enqueue(content);
        controller.close();
      },
    });
  }
}
