// args: --execution-segment 0:1/2 --execution-segment-sequence 0,1/3,1
// log: error: provided segment 0:1/2 can't be found in sequence 0,1/3,1
export default function () {}
