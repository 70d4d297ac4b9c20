const http = require('k6/http');
const { check } = require('k6');
const counting = require('./lib/counting.js');

module.exports.options = { iterations: 3 };

module.exports.setup = function () {
  return { from: counting.name };
};

module.exports.default = function (data) {
  const n = counting.next();
  const response = http.get(`${__ENV.BASE}/echo?n=${n}&from=${data.from}`);
  check(response, { ok: (r) => r.status === 200 });
  console.log(typeof require, typeof module, typeof exports);
};
