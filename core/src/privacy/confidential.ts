/** What a log, an error or a careless template shows instead. */
const mask = "[confidential]";

/**
 * What is personal: turned into text, JSON or a look of the debugger it shows nothing of its content. Whoever needs the
 * content asks for it by `reveal`, where it can be found and reviewed.
 */
export class Confidential<T> {
  readonly #content: T;

  constructor(content: T) {
    this.#content = content;
  }

  reveal(): T {
    return this.#content;
  }

  toString(): string {
    return mask;
  }

  toJSON(): string {
    return mask;
  }

  [Symbol.toPrimitive](): string {
    return mask;
  }

  [Symbol.for("nodejs.util.inspect.custom")](): string {
    return mask;
  }
}
