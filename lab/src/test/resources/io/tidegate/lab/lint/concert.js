// A reservation under load, as people publish it: ramps up and down, and writes to InfluxDB, or so its author thinks.
import http from 'k6/http';
import { check, fail, sleep } from 'k6';

export let options = {
  startVUs: 0,
  executor: 'ramping-vus',
  stages: [
    { duration: '30s', target: 12000 },
    { duration: '30s', target: 0 },
  ],
  ext: {
    influxdb: { enabled: true, address: 'http://localhost:8086', database: 'k6' },
  },
};

export default function () {
  const userId = Math.floor(Math.random() * 10000) + 1;
  const response = http.get(`http://localhost:8080/api/v1/user/${userId}/point`);
  if (!check(response, { 'is 200': r => r.status === 200 })) {
    fail(`the point of ${userId}: ${responseBodystatus}`);
  }
  sleep(1);
}
