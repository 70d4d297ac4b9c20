// log: error: segment start(0.67) must be less than its end(0.33)
export const options = { executionSegment: '2/3:1/3' };

export default function () {}
