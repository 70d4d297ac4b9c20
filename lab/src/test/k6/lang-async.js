import http from 'k6/http';
import { check } from 'k6';

export const options = { iterations: 2 };

const later = (ms, value) => new Promise((resolve) => setTimeout(() => resolve(value), ms));

export async function setup() {
  return { from: await later(5, 'setup') };
}

export default async function (data) {
  const first = await http.asyncRequest('GET', `${__ENV.BASE}/echo?n=1&from=${data.from}`);
  const [a, b] = await Promise.all([
    http.asyncRequest('POST', `${__ENV.BASE}/echo?n=2`, { a: '1' }),
    later(5, 'b'),
  ]);
  check(first, { 'first ok': (r) => r.status === 200 });
  check(a, { 'posted a form': (r) => r.json('body') === 'a=1' });
  try {
    await Promise.reject(new Error('no'));
  } catch (e) {
    console.log('caught', e.message, b);
  } finally {
    await later(1);
  }
  const settled = await Promise.allSettled([later(1, 1), Promise.reject(2)]);
  console.log(JSON.stringify(settled));
}

export async function teardown() {
  console.log(await later(1, 'torn down'));
}
