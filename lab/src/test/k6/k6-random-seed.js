import { randomSeed } from 'k6';

export const options = { iterations: 2 };

export default function () {
  randomSeed(123);
  const a = [Math.random(), Math.random()];
  randomSeed(123);
  const b = [Math.random(), Math.random()];
  randomSeed(7);
  console.log('the same again:', a.join() === b.join(), 'another seed differs:', Math.random() !== a[0]);
  console.log('within [0, 1):', a.every((x) => x >= 0 && x < 1));
}
