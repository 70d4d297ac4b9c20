// The whole journey: line, dates, seats, hold a seat, top up, pay.
//   ./tidegate lab run -e BASE=http://localhost:8081 lab/scripts/journey.js
import http from 'k6/http';
import { check, group, sleep } from 'k6';
import exec from 'k6/execution';

const base = __ENV.BASE || 'http://localhost:8081';
const concerts = Number(__ENV.CONCERTS || 500);

// Somebody else had the seat first: an answer, and no failure.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 409));

export const options = {
  stages: [
    { duration: '5s', target: Number(__ENV.USERS || 20) },
    { duration: __ENV.DURATION || '30s', target: Number(__ENV.USERS || 20) },
  ],
  thresholds: { http_req_failed: ['rate<0.01'], checks: ['rate>0.99'] },
};

export default function () {
  const user = 1_000_000 + exec.scenario.iterationInTest;
  let headers;
  group('line', () => {
    const issued = http.post(`${base}/api/v1/user/${user}/queue/token/issue`, null, { tags: { name: 'issue' } });
    if (!check(issued, { 'a token is issued': r => r.status < 300 })) return;
    headers = { waitingToken: issued.json('waitingToken') };
    for (let asks = 0; asks < 60; asks++) {
      const place = http.get(`${base}/api/v1/user/queue/token/query`, { headers, tags: { name: 'query' } });
      if (place.status !== 200 || place.json('state') === 'ACTIVE') break;
      sleep(1);
    }
  });
  if (headers === undefined) return;
  const concert = 1 + Math.floor(Math.random() * concerts);
  let seat;
  group('choose', () => {
    const dates = http.get(`${base}/api/v1/concert/${concert}/date`, { headers, tags: { name: 'dates' } });
    if (!check(dates, { 'there is a date': r => r.status === 200 && r.json().length > 0 })) return;
    const { scheduleId } = dates.json()[0];
    const listed = http.get(`${base}/api/v1/concert/${scheduleId}/seat`, { headers, tags: { name: 'seats' } });
    const free = listed.status === 200 ? listed.json().filter(one => one.seatStatus === 'STAND_BY') : [];
    if (check(free, { 'a seat is free': all => all.length > 0 })) seat = free[Math.floor(Math.random() * free.length)].seatId;
  });
  if (seat === undefined) return;
  group('pay', () => {
    const held = http.post(`${base}/api/v1/concerts/${concert}/seats/${seat}/reserve`, null, { headers, tags: { name: 'reserve' } });
    check(held, { 'held, or somebody was first': r => r.status < 300 || r.status === 409 });
    if (held.status >= 300) return;
    const once = { ...headers, 'Idempotency-Key': `top-up-${user}` };
    http.patch(`${base}/api/v1/pay/charge?amount=30000`, null, { headers: once, tags: { name: 'charge' } });
    const paid = http.patch(`${base}/api/v1/concerts/${concert}/seats/${seat}/pay/${held.json('payId')}`, null, { headers, tags: { name: 'pay' } });
    check(paid, { 'paid': r => r.status === 200 });
  });
}
