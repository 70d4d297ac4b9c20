export const word = 'hello';

export function greet(name) {
  return `${word}, ${name}`;
}

export default class Greeter {
  #count = 0;

  greet(name) {
    this.#count++;
    return `${greet(name)} (${this.#count})`;
  }
}
