import http, { get, CookieJar, expectedStatuses, TLS_1_3 } from 'k6/http';
import * as all from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const names = Object.keys(http).sort();
  console.log(names.join());
  console.log(names.filter((name) => typeof http[name] !== 'function').map((name) => `${name}=${http[name]}`).join());
  console.log(Object.keys(all).sort().join());
  get(`${__ENV.BASE}/echo/named-import`);
  console.log(typeof CookieJar, typeof expectedStatuses, TLS_1_3);
}
