import http from 'k6/http';

const text = open('./data/words.txt');
const csv = open('./data/cities.csv');
const bytes = open('./data/bytes.bin', 'b');

export const options = { iterations: 1 };

export default function () {
  http.post(`${__ENV.BASE}/echo/text`, text);
  http.post(`${__ENV.BASE}/echo/csv`, csv, { headers: { 'Content-Type': 'text/csv' } });
  http.post(`${__ENV.BASE}/echo/bytes`, bytes);
  console.log(typeof text, text.length, bytes instanceof ArrayBuffer, bytes.byteLength);
  console.log(new Uint8Array(bytes).join());
  try {
    open('./data/words.txt');
  } catch (e) {
    console.log('open outside of the init context fails:', e.name);
  }
}
