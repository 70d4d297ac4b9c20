import host from 'k6/internal/host';
import { shared } from 'k6/internal/shared';

class Shared {
  constructor(name, fn) {
    const named = String(name);
    if (named === '') host.refuse('empty name provided to SharedArray\'s constructor');
    if (typeof fn !== 'function')
      host.refuse('a function is expected as the second argument of SharedArray\'s constructor');
    if (!host.isInit()) host.refuse('new SharedArray must be called in the init context');
    if (fn.constructor.name === 'AsyncFunction')
      host.refuse('SharedArray constructor does not support async functions as second argument');
    let array = host.sharedArray(named);
    if (array === null) {
      const made = fn();
      if (!Array.isArray(made)) host.refuse('only arrays can be made into SharedArray');
      array = host.share(named, made.map(one => JSON.stringify(one)));
    }
    return shared(array);
  }
}

export { Shared as SharedArray };
export default { SharedArray: Shared };
