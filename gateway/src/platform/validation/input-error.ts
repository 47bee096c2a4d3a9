/** Thrown when a file that somebody gave cannot be used. The message names every issue; nothing was changed. */
export class InputError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "InputError";
  }
}
