import http from 'k6/http';

export const options = {
  iterations: 1,
  thresholds: {
    'http_req_failed{case:default}': ['rate==0.5'],
    'http_req_failed{case:only404}': ['rate==0.5'],
    'http_req_failed{case:range}': ['rate==0'],
    'http_req_failed{case:null}': ['rate<0.1'],
  },
};

export default function () {
  const get = (status, name, params = {}) => http.get(`${__ENV.BASE}/status/${status}`, { tags: { case: name }, ...params });
  for (const status of [200, 304, 404, 500]) get(status, 'default');
  http.setResponseCallback(http.expectedStatuses(404));
  for (const status of [200, 404]) get(status, 'only404');
  http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }, 404, { min: 500, max: 500 }));
  for (const status of [201, 404, 500]) get(status, 'range');
  get(418, 'own', { responseCallback: http.expectedStatuses(418) });
  get(500, 'null', { responseCallback: null });
  http.setResponseCallback(null);
  get(500, 'null');
  for (const wrong of [[], ['404'], [{ min: 1 }], [{ from: 1, to: 2 }], [null]]) {
    try {
      http.expectedStatuses(...wrong);
      console.log('taken', JSON.stringify(wrong));
    } catch (e) {
      console.log('refused', JSON.stringify(wrong), e.name);
    }
  }
}
