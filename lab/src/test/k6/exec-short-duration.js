// log: error: the duration must be at least 1s, but is 500ms
export const options = { scenarios: { s: { executor: 'constant-vus', vus: 1, duration: '500ms' } } };

export default function () {}
