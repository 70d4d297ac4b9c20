import http from 'k6/http';

export const options = { iterations: 2 };

export default function () {
  const order = [];
  setTimeout(() => order.push('later'), 250);
  setTimeout((a, b) => order.push(`0 ms ${a}${b}`), 0, 'x', 'y');
  const never = setTimeout(() => order.push('never'), 10);
  clearTimeout(never);
  let ticks = 0;
  const interval = setInterval(() => {
    order.push(`tick ${++ticks}`);
    if (ticks === 3) clearInterval(interval);
  }, 10);
  Promise.resolve().then(() => order.push('microtask'));
  setTimeout(() => {
    http.post(`${__ENV.BASE}/echo`, order.join('; '));
    console.log(order.join('; '));
  }, 400);
  order.push('sync');
}
