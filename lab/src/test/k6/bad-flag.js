// args: --no-such-flag
// log: error: --no-such-flag
export default function () {}
