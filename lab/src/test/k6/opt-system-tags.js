// args: --system-tags=status,method,vu,iter
import http from 'k6/http';

export const options = { iterations: 2 };

export default function () {
  http.get(`${__ENV.BASE}/status/404`);
}
