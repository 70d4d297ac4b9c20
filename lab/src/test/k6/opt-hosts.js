import http from 'k6/http';

const port = __ENV.BASE.split(':')[2];

export const options = {
  iterations: 1,
  hosts: {
    'shop.test': '127.0.0.1',
    'port.test:80': `127.0.0.1:${port}`,
    '*.wild.test': '127.0.0.1',
  },
};

export default function () {
  http.get(`http://shop.test:${port}/echo/name`);
  http.get('http://port.test/echo/port');
  http.get(`http://a.wild.test:${port}/echo/wild`);
}
