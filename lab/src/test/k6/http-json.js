import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const response = http.get(`${__ENV.BASE}/json`);
  const selectors = [
    'name', 'sale.id', 'sale.city', 'sale.tags', 'sale.tags.0', 'sale.tags.#', 'sale.tags.1', 'sale.tags.9', 'dates.#.day',
    'dates.1.left', 'dates.#(left>0).day', 'dates.#(left>0)#.day', 'dates.#(day=="tue").left', 'dates.#', 'sale.*', 'na*',
    'none', 'missing', 'sale.missing', 'open', 'price', 'dotted\\.key', 'dates.@reverse.0.day', 'dates.#.left|@this.0',
    'sale.tags|0', '@this.name', 'dates.0', '{name,seats}', '[name,seats]', 'dates.#(day%"t*").left', 's?ats', '',
  ];
  for (const selector of selectors) {
    let value;
    try {
      value = response.json(selector);
    } catch (e) {
      value = `throws ${e.name}`;
    }
    const plain = typeof value === 'object' && value !== null && !Array.isArray(value);
    const told = plain ? Object.entries(value).sort() : value;
    console.log(selector, typeof value, JSON.stringify(told));
  }
  console.log(Object.keys(response.json()).sort().join(), response.json() === response.json());
  try {
    http.get(`${__ENV.BASE}/html`).json();
  } catch (e) {
    console.log('no JSON throws', e.name);
  }
  try {
    console.log(http.get(`${__ENV.BASE}/html`).json('name'));
  } catch (e) {
    console.log('no JSON with a selector throws', e.name);
  }
}
