// args: --vus 2 --iterations 5 --tag run=cli --user-agent told/1 --max-redirects 0
import http from 'k6/http';

export const options = { vus: 1, duration: '1h', tags: { run: 'script', kept: 'no' }, maxRedirects: 9 };

export default function () {
  http.get(`${__ENV.BASE}/redirect/1`);
}
