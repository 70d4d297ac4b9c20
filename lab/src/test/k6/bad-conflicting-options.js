// log: error
export const options = { vus: 2, duration: '1s', iterations: 2, stages: [{ duration: '1s', target: 1 }] };

export default function () {}
