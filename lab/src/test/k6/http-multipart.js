import http from 'k6/http';

const bytes = open('./data/bytes.bin', 'b');

export const options = { iterations: 1 };

export default function () {
  http.post(`${__ENV.BASE}/echo/file`, {
    field: 'a value',
    upload: http.file('text of the file', 'notes.txt', 'text/plain'),
    number: 5,
  });
  http.post(`${__ENV.BASE}/echo/binary`, { data: http.file(bytes, 'bytes.bin') });
  http.post(`${__ENV.BASE}/echo/quoted`, { data: http.file('x', 'a "quoted" \\ name.txt', 'text/x; a=b') });
  const file = http.file('only data');
  console.log(Object.keys(file).sort().join(), file.content_type, file.data, file.filename.length > 0);
}
