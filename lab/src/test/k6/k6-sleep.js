import { check, sleep } from 'k6';

export const options = { iterations: 1 };

function slept(seconds) {
  const begun = Date.now();
  sleep(seconds);
  return Date.now() - begun;
}

export default function () {
  check(null, {
    'a fifth of a second': () => Math.abs(slept(0.2) - 200) < 60,
    'nothing for zero': () => slept(0) < 50,
    'nothing for less': () => slept(-1) < 50,
    'text is a number': () => Math.abs(slept('0.1') - 100) < 60,
  });
}
