import host from 'k6/internal/host';

export const SeekMode = { Start: 0, Current: 1, End: 2 };

function needed(argument, what) {
  if (argument === undefined || argument === null)
    throw new TypeError(`${what} cannot be null or undefined`);
}

const needsWhole = (number, name) => {
  needed(number, `seek() failed; reason: the ${name} argument`);
  if (!Number.isInteger(number)) throw new TypeError(`seek() failed; reason: the ${name} argument must be a number`);
};

export class File {
  #content;
  #size;
  #at = 0;

  constructor(path) {
    this.path = path;
    this.#content = host.fileOpen(path);
    this.#size = host.fileSize(this.#content);
  }

  async stat() {
    return { name: this.path.slice(this.path.lastIndexOf('/') + 1), size: this.#size };
  }

  async read(into) {
    needed(into, 'read() failed; reason: into argument');
    if (!(into instanceof Uint8Array)) throw new TypeError('read() failed; reason: into argument must be a Uint8Array');
    if (into.length === 0) return 0;
    if (this.#at === this.#size) return null;
    const read = new Uint8Array(host.fileRead(this.#content, this.#at, into.length));
    into.set(read);
    this.#at += read.length;
    return read.length;
  }

  async seek(offset, whence) {
    needsWhole(offset, 'offset');
    needsWhole(whence, 'whence');
    this.#at = this.#target(offset, whence);
    return this.#at;
  }

  // The end that k6 counts from is the last byte.
  #target(offset, whence) {
    const from = [0, this.#at, this.#size - 1][whence];
    if (from === undefined) throw new TypeError('seek() failed; reason: the whence argument must be a SeekMode');
    if (whence === SeekMode.Start && offset < 0)
      throw new TypeError('offset cannot be negative when using SeekModeStart');
    if (whence === SeekMode.End && offset > 0)
      throw new TypeError('offset cannot be positive when using SeekModeEnd');
    if (from + offset < 0) throw new TypeError('seeking before start of file');
    if (from + offset > this.#size) throw new TypeError('seeking beyond end of file');
    return from + offset;
  }

  // Reads CSV from where the file stands, which is behind it then.
  static csv(file, { delimiter, skipFirstLine, fromLine, toLine, asObjects }) {
    const at = file.#at;
    file.#at = file.#size;
    return host.csv(file.#content, at, delimiter, skipFirstLine, fromLine, toLine, asObjects);
  }
}
