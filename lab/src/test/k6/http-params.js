import http from 'k6/http';

export const options = { iterations: 1 };

export default function () {
  const url = `${__ENV.BASE}/echo`;
  http.get(`${url}/headers`, { headers: { 'X-One': '1', 'x-lower': 'two', 'X-Number': 3, Accept: 'a/b', 'X-Empty': '' } });
  http.get(`${url}/host`, { headers: { Host: 'other.test:99' } });
  http.post(`${url}/length`, 'body', { headers: { 'Content-Length': '4', 'Content-Type': 'text/x' } });
  http.get(`${url}/null`, null);
  http.get(`${url}/undefined`, undefined);
  http.get(`${url}/empty`, {});
  http.get(`${url}/unknown`, { nonsense: true });
  http.get(`${url}/query?a=1&b=%20x&c=한&d=a b&e=[]#fragment`);
  http.get(`${url}/a b/한/%2F/../up`);
  http.get(`${url}/timeout`, { timeout: '5s' });
  http.get(`${url}/timeout-ms`, { timeout: 5000 });
  http.get(`${__ENV.BASE}`);
  http.get(`${__ENV.BASE}?only=query`);
}
