// log: error: no-such-module.js
import './lib/no-such-module.js';

export default function () {}
