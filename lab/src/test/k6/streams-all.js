import { CountQueuingStrategy, ReadableStream, ReadableStreamDefaultReader } from 'k6/experimental/streams';
import streams from 'k6/experimental/streams';

export const options = { iterations: 1 };

const show = ({ done, value }) => `${done} ${JSON.stringify(value)}`;

async function attempt(what, f) {
  try {
    console.log(what, 'gives', JSON.stringify(await f()));
  } catch (e) {
    console.log(what, 'throws', String(e));
  }
}

async function byHand() {
  let controller;
  const stream = new ReadableStream({
    start(c) {
      controller = c;
      console.log('starts', c.desiredSize);
      c.enqueue('a');
      c.enqueue({ b: 1 });
      console.log(c.desiredSize);
    },
    pull: (c) => console.log('pulls', c.desiredSize),
  });
  console.log(stream.locked);
  const reader = stream.getReader();
  console.log(stream.locked, reader.closed instanceof Promise);
  console.log(show(await reader.read()));
  console.log(show(await reader.read()));
  const waiting = reader.read();
  controller.enqueue('late');
  console.log(show(await waiting));
  controller.close();
  console.log(show(await reader.read()));
  await attempt('closed', () => reader.closed);
  await attempt('enqueue behind the end', () => controller.enqueue(1));
  await attempt('close again', () => controller.close());
  reader.releaseLock();
  console.log(stream.locked);
  await attempt('read released', () => reader.read());
  await attempt('closed released', () => reader.closed);
}

async function pulled() {
  let count = 0;
  const source = {
    pull(controller) {
      count++;
      if (count > 4) controller.close();
      else controller.enqueue(count);
    },
  };
  const reader = new ReadableStream(source, { highWaterMark: 2 }).getReader();
  for (let i = 0; i < 6; i++) console.log(show(await reader.read()), count);
  let late = 0;
  const slow = new ReadableStream({
    pull: (controller) => new Promise((resolve) => setTimeout(() => {
      if (++late > 2) controller.close();
      else controller.enqueue(late);
      resolve();
    }, 5)),
  }).getReader();
  for (let i = 0; i < 4; i++) console.log(show(await slow.read()));
}

async function ended() {
  const stream = new ReadableStream({
    start: (controller) => controller.enqueue(1),
    cancel: (reason) => console.log('cancelled', reason),
  });
  await attempt('cancel', () => stream.cancel('why'));
  await attempt('cancel again', () => stream.cancel('why'));
  const reader = stream.getReader();
  console.log(show(await reader.read()));
  await attempt('cancel locked', () => stream.cancel());
  await attempt('cancel by the reader', () => reader.cancel('x'));
  const broken = new ReadableStream({
    start(controller) {
      controller.enqueue(1);
      controller.error(new Error('broken'));
    },
  }).getReader();
  await attempt('read broken', () => broken.read());
  await attempt('closed broken', () => broken.closed);
  await attempt('start throws', () => new ReadableStream({ start() { throw new Error('in start'); } }));
  for (const source of [{ start: () => Promise.reject(new Error('in start')) }, { pull() { throw new Error('in pull'); } },
    { pull: () => Promise.reject(new Error('in pull')) }])
    await attempt('read', () => new ReadableStream(source).getReader().read());
  const pending = new ReadableStream({}).getReader();
  const read = pending.read();
  pending.releaseLock();
  await attempt('read while released', () => read);
}

async function sized() {
  const counted = new CountQueuingStrategy({ highWaterMark: 3 });
  console.log(counted.highWaterMark, typeof counted.size);
  new ReadableStream({ start(c) { c.enqueue(1); console.log(c.desiredSize); } }, counted);
  new ReadableStream({ start(c) { c.enqueue('abc'); console.log(c.desiredSize); } }, { highWaterMark: 10, size: (x) => x.length });
  for (const strategy of [{ highWaterMark: -1 }, { highWaterMark: 'x' }, { highWaterMark: NaN }, { size: 5 }, 5])
    await attempt('strategy', () => new ReadableStream({}, strategy));
  for (const init of [undefined, null, {}, 5]) await attempt('count', () => new CountQueuingStrategy(init));
  for (const size of [() => { throw new Error('in size'); }, () => NaN, () => -1])
    await attempt('size', () => new ReadableStream({ start: (c) => c.enqueue(1) }, { size }));
}

async function misused() {
  for (const source of [null, 5, 'x', { start: 5 }, { pull: 5 }, { cancel: 5 }, { type: 'bytes' }, { type: 'x' }])
    await attempt('source', () => new ReadableStream(source));
  const stream = new ReadableStream({});
  await attempt('byob', () => stream.getReader({ mode: 'byob' }));
  await attempt('other mode', () => stream.getReader({ mode: 'x' }));
  await attempt('tee', () => stream.tee());
  stream.getReader();
  await attempt('locked', () => stream.getReader());
  await attempt('reader of nothing', () => new ReadableStreamDefaultReader());
  await attempt('reader of an object', () => new ReadableStreamDefaultReader({}));
  await attempt('reader of a locked one', () => new ReadableStreamDefaultReader(stream));
  const own = new ReadableStreamDefaultReader(new ReadableStream({ start: (c) => c.enqueue(1) }));
  console.log(show(await own.read()), Object.keys(streams).sort().join());
}

export default async function () {
  await byHand();
  await pulled();
  await ended();
  await sized();
  await misused();
}
