// log: error: Error: thrown in the init context
export const options = { iterations: 1 };

function fails() {
  throw new Error('thrown in the init context');
}

fails();

export default function () {}
