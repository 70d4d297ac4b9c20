import { open, SeekMode } from 'k6/experimental/fs';

export const options = { iterations: 1 };

async function attempt(what, f) {
  try {
    return [what, 'gives', JSON.stringify(await f())].join(' ');
  } catch (e) {
    return [what, 'throws', e.name, e.message.split('"')[0]].join(' ');
  }
}

const opened = [];
let file;
(async () => {
  file = await open('data/words.txt');
  for (const name of ['data/none.txt', '', 'data', 5, null, undefined])
    opened.push(await attempt(`open ${name}`, () => open(name)));
})();

export default async function () {
  opened.forEach((line) => console.log(line));
  const say = async (what, f) => console.log(await attempt(what, f));
  await say('open in an iteration', () => open('data/words.txt'));
  for (const into of [undefined, null, 'abcd', [1, 2], new ArrayBuffer(4), new Uint16Array(2), new Uint8Array(0)])
    await say('read', () => file.read(into));
  const all = [[3, SeekMode.End], [-3, SeekMode.Start], [3000, SeekMode.Start], [3000, SeekMode.Current],
    [-3000, SeekMode.Current], [-3000, SeekMode.End], [0, SeekMode.End], [3], [], ['x', 0], [null, 0], [0, 9],
    [1.5, 0], [0, 'Start'], [0, null]];
  for (const given of all) await say(`seek ${given.join()}`, () => file.seek(...given));
}
