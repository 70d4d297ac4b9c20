import host from 'k6/internal/host';
import { File } from 'k6/internal/file';
import { goType } from 'k6/internal/go';
import { shared } from 'k6/internal/shared';

const line = number => Math.trunc(Number(number)) || 0;

function optionsOf(given, interpreting) {
  if (given === null) throw new TypeError('Cannot convert undefined or null to object');
  const { delimiter = ',', skipFirstLine, fromLine, toLine, asObjects } = given ?? {};
  const refuse = why => host.refuse(`${interpreting}; reason: ${why}`);
  const letter = delimiter === null ? '' : String(delimiter);
  if ([...letter].length !== 1) refuse('delimiter must be a single character');
  const from = line(fromLine);
  const to = line(toLine);
  if (from > 0 && to > 0 && from >= to) refuse('fromLine must be less than or equal to toLine');
  return { delimiter: letter, skipFirstLine: !!skipFirstLine, fromLine: from, toLine: to, asObjects: !!asObjects };
}

function needsFile(file) {
  if (!(file instanceof File))
    host.refuse(`first argument expected to be a fs.File instance, got ${goType(file)} instead`);
}

export async function parse(file, options) {
  needsFile(file);
  const wanted = optionsOf(options, 'failed to interpret the provided Parser options');
  const name = `csv:${JSON.stringify([file.path, wanted])}`;
  return shared(host.sharedArray(name) ?? host.csvShare(name, File.csv(file, wanted)));
}

export class Parser {
  #parser;

  constructor(file, options) {
    if (file === undefined || file === null)
      host.refuse('csv Parser constructor takes at least one non-nil source argument');
    if (!host.isInit()) host.refuse('csv Parser constructor must be called in the init context');
    needsFile(file);
    this.#parser = File.csv(file, optionsOf(options, 'encountered an error while interpreting Parser options'));
  }

  async next() {
    const record = host.csvNext(this.#parser);
    return record === null ? { done: true, value: [] } : { done: false, value: JSON.parse(record) };
  }
}

export default { Parser, parse };
