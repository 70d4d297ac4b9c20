import http from 'k6/http';
import { parseHTML } from 'k6/html';

export const options = { iterations: 1 };

function attempt(what, f) {
  try {
    const value = f();
    console.log(what, typeof value);
  } catch (e) {
    console.log(what, e.name);
  }
}

const methods = [
  'find', 'filter', 'not', 'is', 'has', 'closest', 'children', 'parents', 'eq', 'get', 'attr', 'data', 'add', 'next', 'nextUntil', 'each',
  'map', 'val', 'siblings',
];

export default function () {
  const items = parseHTML('<ul><li a="1">x</li><li>y</li></ul>').find('li');
  for (const given of [null, undefined, 5, {}, '', '[', 'li:nope', true, [], NaN, -5, '1'])
    for (const method of methods) attempt(`${method} ${JSON.stringify(given)}`, () => items[method](given));
  const shop = http.get(`${__ENV.BASE}/html`);
  for (const given of [null, 5, {}, '#top', '[']) attempt(`html ${JSON.stringify(given)}`, () => shop.html(given).text());
  for (const given of [{ formSelector: '#none' }, { formSelector: '[' }, { submitSelector: 5 }, { fields: { a: null } }])
    attempt(`submitForm ${JSON.stringify(given)}`, () => shop.submitForm(given).status);
  for (const given of [{ selector: '#none' }, { selector: '[' }, { selector: 'h1' }])
    attempt(`clickLink ${JSON.stringify(given)}`, () => shop.clickLink(given).status);
  for (const data of [null, undefined, 5, {}, 'x', [], [1, 2]]) attempt(`file ${JSON.stringify(data)}`, () => http.file(data, 'n'));
  const jar = http.cookieJar();
  for (const options of [null, 5, { domain: 5 }, { path: 5 }, { expires: 'x' }, { max_age: 'x' }, { max_age: 1e30 }, { secure: 'x' }])
    attempt(`cookie ${JSON.stringify(options)}`, () => jar.set(__ENV.BASE, 'a', 'b', options));
  for (const statuses of [[], ['x'], [1.5], [{}], [{ min: 1 }], [{ min: 5, max: 1 }], [200, 'x'], [-1]])
    attempt(`expected ${JSON.stringify(statuses)}`, () => http.expectedStatuses(...statuses));
  for (const callback of [null, 5, {}, () => 1]) attempt(`callback ${callback}`, () => http.setResponseCallback(callback));
}
