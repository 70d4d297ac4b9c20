import http from 'k6/http';

export const options = { iterations: 1 };

const texts = ['', ' ', '<html>', '\n\n  <a>', '{"a":', '{"a" 1}', '[1,]', '[1 2]', '{"a":1}x', '{"a":1,}', '{"a":1 "b"}', 'nul',
  'nulx', '{a:1}', "{'a':1}", '"abc', '"\\x"', '"\\u12"', '"\\u12g4"', '-', '-a', '01', '1.', '1.a', '1e', '1ex', 'trux',
  'falsy', '[', '{', '{"a":1,\n"b":<}', 'plain text', '}', ',', '1 1', '[1,2', '{"a"', '{"a":1', "it's", '{"a":é}',
  '[\n1,\n2,\n"x" "y"]', '[]', ' {"a": [1, {"b": -1.5e+3}]} '];

export default function () {
  for (const text of texts) {
    const response = http.get(`${__ENV.BASE}/echo`);
    response.body = text;
    try {
      console.log(text, 'is', JSON.stringify(response.json()));
    } catch (e) {
      console.log(text, e.name, e.message);
    }
  }
}
