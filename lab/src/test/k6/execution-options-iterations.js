import { sleep } from 'k6';
import showOptions from './lib/shown-options.js';

export const options = { iterations: 3, vus: 2 };

export default function () {
  showOptions();
  sleep(0.6);
}
