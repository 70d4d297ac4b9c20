import exec from 'k6/execution';
import { check, randomSeed } from 'k6';
import { b64decode } from 'k6/encoding';
import { parseHTML } from 'k6/html';

export const options = { iterations: 1 };

const lines = [];
function attempt(what, f) {
  try {
    lines.push(`${what} ${JSON.stringify(f())}`);
  } catch (e) {
    lines.push(`${what} throws ${e.name} ${e.message}`);
  }
}

attempt('scenario', () => exec.scenario.name);
attempt('instance', () => exec.instance.vusActive);
attempt('vu', () => exec.vu.idInTest);
attempt('tags', () => exec.vu.tags.a);
attempt('metrics', () => exec.vu.metrics.tags);
attempt('options', () => exec.test.options);

export default function () {
  attempt('a tag that is null', () => { exec.vu.tags.a = null; });
  attempt('a promise as a check', () => check(1, { promised: Promise.resolve(false) }));
  attempt('a seed that is none', () => randomSeed());
  attempt('a seed of letters', () => randomSeed('x'));
  attempt('nothing decoded', () => b64decode().byteLength);
  attempt('no HTML', () => parseHTML(null).find('body').html());
  lines.forEach((line) => console.log(line));
}
