/** What a sealed value belongs to: it opens nowhere else. */
export interface SealContext {
  readonly table: string;
  readonly column: string;
  readonly rowId: string;
}

/** Authenticated encryption of what is personal or secret, bound to its row and column, under the keys of one owner. */
export interface Sealer {
  seal(context: SealContext, plain: Uint8Array): Buffer;
  /** Throws `UnsealError` when the value was altered, moved to another row, or sealed for another owner. */
  open(context: SealContext, sealed: Uint8Array): Buffer;
  sealJson(context: SealContext, value: unknown): Buffer;
  openJson(context: SealContext, sealed: Uint8Array): unknown;
}

/** A sealed value that does not open. Says nothing of its content. */
export class UnsealError extends Error {
  constructor({ table, column }: SealContext) {
    super(
      `A value of ${table}.${column} cannot be opened: altered, moved, or sealed under a key that is not here.`,
    );
    this.name = "UnsealError";
  }
}

/** The JSON members of a sealer, made from the others. A class: ten thousand applicants' sealers are kept. */
export abstract class JsonSealer implements Sealer {
  abstract seal(context: SealContext, plain: Uint8Array): Buffer;
  abstract open(context: SealContext, sealed: Uint8Array): Buffer;

  sealJson(context: SealContext, value: unknown): Buffer {
    return this.seal(context, Buffer.from(JSON.stringify(value)));
  }

  openJson(context: SealContext, sealed: Uint8Array): unknown {
    return JSON.parse(this.open(context, sealed).toString("utf8")) as unknown;
  }
}
