// log: warning: Request Failed
import http from 'k6/http';

export const options = { iterations: 1 };

function attempt(what, body) {
  try {
    http.post(`${__ENV.BASE}/echo/${what}`, body);
  } catch (e) {
    console.log(what, 'throws', e.name);
  }
}

export default function () {
  attempt('nested', { a: { b: 'c' } });
  attempt('null', { a: null });
  attempt('undefined', { a: undefined });
  attempt('array', ['x', 'y']);
  attempt('date', { d: new Date(0) });
  attempt('float', { f: 1.5, big: 1e21, negative: -3 });
}
