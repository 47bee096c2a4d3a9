/** Thrown for what no waiting mends: the gateway does not start, and `doctor` and `migrate` say so in the same words. */
export class StartRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "StartRefusedError";
  }
}
