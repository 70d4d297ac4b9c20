// log: error
export const options = { stages: [{ duration: '1s' }, { target: 2 }] };

export default function () {}
