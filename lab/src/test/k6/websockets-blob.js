import { Blob } from 'k6/websockets';

export const options = { iterations: 1 };

async function attempt(what, f) {
  try {
    console.log(what, 'gives', JSON.stringify(await f()));
  } catch (e) {
    console.log(what, 'throws', String(e));
  }
}

export default async function () {
  const blob = new Blob(['abc', new Uint8Array([100, 101]), new Blob(['f'])], { type: 'text/plain' });
  console.log(blob.size, blob.type, String(blob));
  await attempt('text', () => blob.text());
  await attempt('arrayBuffer', async () => Array.from(new Uint8Array(await blob.arrayBuffer())).join());
  await attempt('bytes', async () => Array.from(await blob.bytes()).join());
  await attempt('slice', () => blob.slice(1, 3).text());
  await attempt('slice with a type', () => blob.slice(1, 3, 'x/y').type);
  await attempt('slice of all', () => blob.slice().text());
  for (const parts of [undefined, null, [], [new ArrayBuffer(2)], [new Uint16Array(2)], [new DataView(new ArrayBuffer(3))]])
    await attempt('size', () => new Blob(parts).size);
  for (const wrong of ['abc', 5, [5], [null], [{}], [[1]]]) await attempt('parts', () => new Blob(wrong));
  await attempt('options', () => new Blob(['a'], null));
  const stream = blob.stream();
  console.log(stream.locked, typeof stream.getReader);
}
