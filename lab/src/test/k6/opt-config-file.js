// args: --config {scripts}/data/config.json
import http from 'k6/http';

export const options = { userAgent: 'by-script' };

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
