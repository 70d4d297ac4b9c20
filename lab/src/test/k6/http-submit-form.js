import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const page = () => http.get(`${__ENV.BASE}/html`);
  page().submitForm();
  page().submitForm({ formSelector: '#order', fields: { who: 'bo', more: 'added' } });
  page().submitForm({ formSelector: '#order', submitSelector: '[name=other]' });
  page().submitForm({ formSelector: '#search' });
  page().submitForm({ formSelector: '#search', fields: { q: 'x y' }, params: { headers: { 'X-Form': 'yes' }, tags: { kind: 'form' } } });
  page().submitForm({ formSelector: '.bare' });
  try {
    page().submitForm({ formSelector: '#none' });
  } catch (e) {
    console.log('no form throws', e.name);
  }
}
