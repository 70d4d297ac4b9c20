// log: error: Uncaught (in promise) only words
// log: error: of nobody
import { check } from 'k6';

export const options = {
  scenarios: {
    words: { executor: 'per-vu-iterations', iterations: 2, exec: 'words' },
    error: { executor: 'per-vu-iterations', iterations: 2, exec: 'error', startTime: '1s' },
    later: { executor: 'per-vu-iterations', iterations: 1, exec: 'later', startTime: '2s' },
    handled: { executor: 'per-vu-iterations', iterations: 2, exec: 'handled', startTime: '3s' },
  },
};

export function words() {
  Promise.reject('only words');
  check(0, { 'goes on until its end': () => true });
}

export function error() {
  Promise.reject(new Error('of nobody'));
}

export async function later() {
  await null;
  Promise.reject(new Error('of nobody'));
  await new Promise((resolve) => setTimeout(resolve, 50));
  check(0, { 'comes no further': () => true });
}

export async function handled() {
  const rejected = Promise.reject(new Error('of somebody'));
  await null;
  try {
    await rejected;
  } catch (e) {
    check(e, { 'caught in the same turn': (x) => x.message === 'of somebody' });
  }
  Promise.reject(new Error('of somebody')).catch(() => check(0, { 'caught at once': () => true }));
}
