import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const at = (pair) => `${__ENV.BASE.replace('://', `://${pair}@`)}/basic/ada/secret`;
  for (const pair of ['a%20b:cd', 'ada%40x:p%40q', 'ada', ':', 'ada:', ':x']) {
    const seen = http.get(at(pair));
    console.log(pair, seen.status, seen.url.split('@').length, seen.request.headers.Authorization);
  }
}
