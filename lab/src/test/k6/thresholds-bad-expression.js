// log: error
export const options = { iterations: 1, thresholds: { http_req_duration: ['p95 is low'] } };

export default function () {}
