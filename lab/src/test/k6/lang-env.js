// args: -e COLOUR=blue -e EMPTY= -e EQUALS=a=b
import http from 'k6/http';

const atInit = __ENV.COLOUR;

export const options = { iterations: Number(__ENV.TIMES || 2) };

export default function () {
  http.get(`${__ENV.BASE}/echo?colour=${__ENV.COLOUR}&init=${atInit}`);
  console.log(JSON.stringify([__ENV.EMPTY, __ENV.EQUALS, __ENV.MISSING, 'MISSING' in __ENV]));
}
