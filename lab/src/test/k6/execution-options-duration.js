// loose
import { sleep } from 'k6';
import showOptions from './lib/shown-options.js';

export const options = { duration: '1s' };

export default function () {
  showOptions();
  sleep(0.6);
}
