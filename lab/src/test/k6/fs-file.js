import http from 'k6/http';
import { open, SeekMode } from 'k6/experimental/fs';

let file;
let cities;
(async () => {
  file = await open('data/words.txt');
  cities = await open('./data/cities.csv');
})();

export const options = { iterations: 2 };

const text = (bytes) => String.fromCharCode(...bytes);

async function attempt(what, f) {
  try {
    console.log(what, 'gives', JSON.stringify(await f()));
  } catch (e) {
    console.log(what, 'throws', e.name, e.message);
  }
}

export default async function () {
  const info = await file.stat();
  console.log(typeof file, info.name, info.size, Object.keys(SeekMode).sort().join());
  const bytes = new Uint8Array(8);
  const counts = [];
  for (let count = await file.read(bytes); count !== null; count = await file.read(bytes)) {
    counts.push(count);
    http.post(`${__ENV.BASE}/echo`, text(bytes.slice(0, count)));
  }
  console.log(counts.join(), await file.read(bytes));
  for (const [offset, whence] of [[3, SeekMode.Start], [-5, SeekMode.Current], [2, SeekMode.Current], [-3, SeekMode.End]]) {
    await attempt(`seek ${offset} ${whence}`, () => file.seek(offset, whence));
    bytes.fill(46);
    console.log(await file.read(bytes), text(bytes));
  }
  await attempt('seek', () => file.seek(0, SeekMode.Start));
  console.log((await cities.stat()).size, await cities.read(new Uint8Array(100)));
  await attempt('seek', () => cities.seek(0, SeekMode.Start));
}
