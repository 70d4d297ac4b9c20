// log: error
export const options = { iterations: 1, thresholds: { http_reqs: ['p(95)<100'] } };

export default function () {}
