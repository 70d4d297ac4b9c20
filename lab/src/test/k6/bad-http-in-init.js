// log: error
import http from 'k6/http';

http.get(`${__ENV.BASE}/echo`);

export default function () {}
