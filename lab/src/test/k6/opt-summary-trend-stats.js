// args: --summary-trend-stats=med,p(99.9),count --summary-time-unit=us
// stdout shape
import http from 'k6/http';

export const options = { iterations: 2, summaryTrendStats: ['avg'] };

export default function () {
  http.get(`${__ENV.BASE}/echo`);
}
