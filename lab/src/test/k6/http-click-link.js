import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const page = () => http.get(`${__ENV.BASE}/html`);
  console.log(page().clickLink().url.replace(__ENV.BASE, ''));
  console.log(page().clickLink({ selector: 'a:nth-child(2)' }).status);
  console.log(page().clickLink({ selector: '.second', params: { headers: { 'X-Click': 'yes' } } }).body);
  try {
    page().clickLink({ selector: '#none' });
  } catch (e) {
    console.log('no link throws', e.name);
  }
}
