import http from 'k6/http';
import { parseHTML } from 'k6/html';

export const options = { iterations: 1 };

export default function () {
  const doc = parseHTML(http.get(`${__ENV.BASE}/html`).body);
  const show = {
    title: () => doc.find('title').text(),
    h1: () => doc.find('h1').html(),
    attr: () => doc.find('h1').attr('class'),
    attrMissing: () => doc.find('h1').attr('none'),
    attrDefault: () => doc.find('h1').attr('none', 'given'),
    data: () => JSON.stringify(doc.find('h1').data('count')),
    dataCamel: () => doc.find('h1').data('user-name'),
    dataNumber: () => typeof doc.find('li').eq(1).data('price'),
    sizes: () => [doc.find('li').size(), doc.find('none').size(), doc.find('li').length].join(),
    first: () => doc.find('li').first().text(),
    last: () => doc.find('li').last().text(),
    eq: () => doc.find('li').eq(1).text() + doc.find('li').eq(-1).text(),
    next: () => doc.find('li.first').next().text(),
    nextAll: () => doc.find('li.first').nextAll().size(),
    prev: () => doc.find('li.last').prev().text(),
    siblings: () => doc.find('li.first').siblings().size(),
    parent: () => doc.find('li').parent().attr('class'),
    parents: () => doc.find('b').parents().size(),
    closest: () => doc.find('b').closest('body').size(),
    children: () => doc.find('ul').children().size(),
    childrenOf: () => doc.find('ul').children('.last').text(),
    contents: () => doc.find('h1').contents().size(),
    is: () => [doc.find('li').is('.first'), doc.find('li').first().is('.last')].join(),
    has: () => doc.find('p').has('a').size(),
    not: () => doc.find('li').not('.first').size(),
    filter: () => doc.find('li').filter('[data-price]').size(),
    filterFunction: () => doc.find('li').filter((i, e) => i > 0).size(),
    add: () => doc.find('li').add('p').size(),
    slice: () => doc.find('li').slice(1).size() + doc.find('li').slice(0, 1).text(),
    index: () => doc.find('li.last').index(),
    get: () => typeof doc.find('li').get(0),
    map: () => doc.find('li').map((i, e) => `${i}:${e.text()}`).join(),
    toArray: () => doc.find('li').toArray().length,
    val: () => doc.find('input[name=who]').val(),
    select: () => doc.find('select[name=day]').val(),
    many: () => JSON.stringify(doc.find('select[name=many]').val()),
    textarea: () => doc.find('textarea').val(),
    serialize: () => doc.find('#order').serialize(),
    serializeArray: () => JSON.stringify(doc.find('#order').serializeArray()),
    serializeObject: () => Object.entries(doc.find('#order').serializeObject()).sort().join(';'),
    attrSelector: () => doc.find('a[href^="/echo"]').size(),
    nth: () => doc.find('li:nth-child(2)').text(),
    contains: () => doc.find('li:contains(two)').size(),
    end: () => doc.find('ul').find('li').end().size(),
    nested: () => parseHTML('<p>a<p>b').find('p').size(),
    entity: () => doc.find('#search input').val(),
    empty: () => parseHTML('').find('p').size(),
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
  const seen = [];
  doc.find('li').each((i, e) => seen.push(`${i}${e.nodeName()}`));
  console.log(seen.join());
}
