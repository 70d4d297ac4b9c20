// args: --execution-segment 1/3:x
// log: error: 'x' is not a valid percentage, decimal, fraction or interval value
export default function () {}
