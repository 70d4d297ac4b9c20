// log: error: no-such-file.txt
open('./data/no-such-file.txt');

export default function () {}
