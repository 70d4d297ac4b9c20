// loose
import { sleep } from 'k6';
import showOptions from './lib/shown-options.js';

export const options = { stages: [{ duration: '1s', target: 1 }] };

export default function () {
  showOptions();
  sleep(0.6);
}
