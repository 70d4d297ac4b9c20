// log: warning: Request Failed
import http from 'k6/http';

export const options = {
  iterations: 1,
  blacklistIPs: ['10.0.0.0/8'],
  blockHostnames: ['*.blocked.test', 'exact.test'],
  hosts: { 'ten.test': '10.1.2.3' },
};

export default function () {
  for (const url of ['http://a.blocked.test/', 'http://exact.test/', 'http://10.1.2.3/', 'http://ten.test/']) {
    const response = http.get(url);
    console.log(url, response.status, response.error_code, response.error);
  }
  http.get(`${__ENV.BASE}/echo`);
}
