// log: error: lodash
import lodash from 'lodash';

export default function () {}
