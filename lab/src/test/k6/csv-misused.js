import { open } from 'k6/experimental/fs';
import csv from 'k6/experimental/csv';

export const options = { iterations: 1 };

const lines = [];
async function attempt(what, f) {
  try {
    lines.push(`${what} gives ${JSON.stringify(await f())}`);
  } catch (e) {
    lines.push(`${what} throws ${e.name} ${e.message}`);
  }
}

let file;
(async () => {
  file = await open('data/people.csv');
  const wrong = [{ asObjects: true, skipFirstLine: true }, { fromLine: 1, toLine: 1 }, { fromLine: -1 }, { toLine: -1 },
    { fromLine: 100 }, { fromLine: 1, asObjects: true }, { delimiter: ';' }, { delimiter: ';;' }, { delimiter: 5 },
    { delimiter: '"' }, { delimiter: '\n' }, { delimiter: null }, 5, 'x'];
  for (const options of wrong) {
    await attempt(`parse ${JSON.stringify(options)}`, async () => csv.parse(await open('data/people.csv'), options));
    await attempt(`Parser ${JSON.stringify(options)}`, async () => new csv.Parser(await open('data/people.csv'), options));
  }
  for (const name of ['ragged', 'open-quote', 'bare-quote', 'behind-quote'])
    await attempt(name, async () => csv.parse(await open(`data/${name}.csv`)));
  await attempt('Parser of nothing', () => new csv.Parser());
  await attempt('null as options', () => csv.parse(file, null));
})();

export default async function () {
  await attempt('Parser in an iteration', () => new csv.Parser(file));
  lines.forEach((line) => console.log(line));
}
