// A breakpoint test as a guide has it: an open model at the top level, which runs as a closed one.
import http from 'k6/http';
import { sleep } from 'k6';

export const options = {
  executor: 'ramping-arrival-rate',
  stages: [{ duration: '2h', target: 20000 }],
};

export default () => {
  const url = 'http://localhost:8080/' + 'events';
  http.get(url);
  sleep(1);
};
