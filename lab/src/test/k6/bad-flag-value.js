// args: --vus many
// log: error: --vus
export default function () {}
