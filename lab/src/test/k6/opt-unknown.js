// log: warning: There were unknown fields in the options exported in the script
import http from 'k6/http';

export const options = {
  startVUs: 5,
  executor: 'ramping-arrival-rate',
  vus: 2,
  iterations: 4,
  ext: { influxdb: { address: 'http://127.0.0.1:1' }, loadimpact: { name: 'x' } },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
