import { setTimeout, clearTimeout, setInterval, clearInterval } from 'k6/timers';
import timers from 'k6/timers';

export const options = { iterations: 1 };

export default function () {
  const order = [];
  setTimeout(() => order.push('20'), 200);
  setTimeout(() => order.push('10'), 100);
  clearTimeout(setTimeout(() => order.push('never'), 50));
  const id = setInterval(() => {
    order.push('tick');
    if (order.filter((x) => x === 'tick').length === 2) clearInterval(id);
  }, 400);
  setTimeout(() => console.log(order.join()), 1200);
  console.log(typeof id, Object.keys(timers).sort().join(), globalThis.setTimeout === setTimeout);
  for (const wrong of [() => setTimeout(), () => setTimeout('text', 1), () => setTimeout(() => order.push('negative'), -5)]) {
    try {
      console.log('taken', typeof wrong());
    } catch (e) {
      console.log('refused', e.name);
    }
  }
}
