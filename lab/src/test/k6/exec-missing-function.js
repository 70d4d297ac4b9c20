// log: error
export const options = {
  scenarios: { s: { executor: 'shared-iterations', vus: 1, iterations: 1, exec: 'nowhere' } },
};

export default function () {}
