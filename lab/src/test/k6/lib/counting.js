let calls = 0;
exports.next = function () {
  return ++calls;
};
exports.name = 'counting';
