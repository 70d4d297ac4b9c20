// log: error
export const options = { scenarios: { s: { executor: 'constant-load', vus: 1 } } };

export default function () {}
