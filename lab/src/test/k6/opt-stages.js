// loose
import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  stages: [
    { duration: '500ms', target: 2 },
    { duration: '500ms', target: 2 },
    { duration: '300ms', target: 0 },
  ],
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
  sleep(0.1);
}
