// log: error: Uncaught (in promise)
import http from 'k6/http';

export const options = { iterations: 2 };

export default async function () {
  await http.asyncRequest('GET', `${__ENV.BASE}/echo`);
  throw new Error('after the request');
}
