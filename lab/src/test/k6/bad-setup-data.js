// log: error
export const options = { iterations: 1 };

export function setup() {
  return { f: () => 1 };
}

export default function () {}
