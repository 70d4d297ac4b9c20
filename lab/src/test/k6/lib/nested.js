import { greet } from './greeting.js';
export * from './greeting.js';
export { greet as welcome };

export const words = open('../data/words.txt').trim().split('\n');
