// log: error
export const options = { vus: 'many', iterations: 1 };

export default function () {}
