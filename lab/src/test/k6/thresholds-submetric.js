import http from 'k6/http';

export const options = {
  iterations: 2,
  thresholds: {
    'http_reqs{status:200}': ['count==2'],
    'http_reqs{status:404}': ['count==4'],
    'http_reqs{name:named}': ['count==2'],
    'http_reqs{method:GET,status:404}': ['count==2'],
    'http_reqs{ kind : "quoted value" }': ['count==2'],
    'http_req_failed{expected_response:false}': ['rate==1'],
    'http_reqs{none:such}': ['count==0'],
    'http_req_duration{scenario:default}': ['p(95)<60000'],
  },
};

export default function () {
  http.get(`${__ENV.BASE}/echo`, { tags: { name: 'named' } });
  http.get(`${__ENV.BASE}/status/404`);
  http.post(`${__ENV.BASE}/status/404`, null, { tags: { kind: 'quoted value' } });
}
