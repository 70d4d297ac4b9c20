import http from 'k6/http';
import { parseHTML } from 'k6/html';

export const options = { iterations: 1 };

export default function () {
  const doc = parseHTML(http.get(`${__ENV.BASE}/html`).body);
  const link = doc.find('a').get(0);
  const input = doc.find('input[name=who]').get(0);
  const box = doc.find('input[name=extra]').get(0);
  const heading = doc.find('h1').get(0);
  const select = doc.find('select').get(0);
  const show = {
    node: () => `${heading.nodeName()} ${heading.nodeType()} ${heading.nodeValue()}`,
    id: () => heading.id(),
    text: () => heading.textContent(),
    inner: () => heading.innerHTML(),
    classes: () => `${heading.className()} ${heading.classList().join()}`,
    attribute: () => heading.getAttribute('data-count'),
    attributes: () => Object.keys(heading.attributes()).sort().join(),
    hasAttributes: () => `${heading.hasAttribute('id')} ${heading.hasAttribute('none')} ${heading.hasAttributes()}`,
    children: () => `${heading.childElementCount()} ${heading.childNodes().length} ${heading.hasChildNodes()}`,
    first: () => heading.firstElementChild().nodeName(),
    next: () => heading.nextElementSibling().nodeName(),
    parent: () => heading.parentElement().nodeName(),
    href: () => `${link.href()} ${link.pathname()} ${link.search()}`,
    linkText: () => link.text(),
    input: () => `${input.name()} ${input.value()} ${input.type()} ${input.disabled()}`,
    form: () => input.form().id(),
    checked: () => `${box.checked()} ${box.value()}`,
    select: () => `${select.selectedIndex()} ${select.value()} ${select.options().length}`,
    query: () => doc.find('ul').get(0).querySelectorAll('li').length,
    equal: () => heading.isEqualNode(doc.find('h1').get(0)),
    sibling: () => doc.find('li').get(0).nextElementSibling().textContent(),
    none: () => String(doc.find('none').get(0)),
    lang: () => doc.find('html').get(0).lang(),
    title: () => doc.find('title').get(0).text(),
    method: () => doc.find('form').get(0).method(),
    action: () => doc.find('form').get(0).action(),
    rows: () => doc.find('table').get(0).rows().length,
  };
  for (const [name, f] of Object.entries(show)) {
    let value;
    try {
      value = f();
    } catch (e) {
      value = `throws ${e.name}`;
    }
    console.log(name, typeof value, value);
  }
}
