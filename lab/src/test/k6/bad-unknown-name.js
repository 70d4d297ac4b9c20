// log: error
import { check, chek } from 'k6';

export const options = { iterations: 1 };

export default function () {
  chek(null, {});
}
