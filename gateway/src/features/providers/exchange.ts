import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import { InterimAnswersError, interimLimit } from "../../platform/http/outgoing-sockets.ts";

/** The body of an answer: read at once, or as a stream, and by one reader alone. */
export interface AnswerBody {
  /** Undefined: it is longer than that, and given up. Rejects with whatever breaks it off. */
  readWhole(maxBytes: number): Promise<Uint8Array | undefined>;
  stream(): Readable;
}

export interface AnswerHead {
  readonly status: number;
  /** Their names are in lower case. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: AnswerBody;
}

interface Request extends Dispatcher.DispatchOptions {
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal | undefined;
}

/**
 * Sends a request. By the dispatcher itself: what `fetch` registers for finalisation keeps every answer until the next full
 * garbage collection, and what `request` makes for each answer, a stream before all, costs as much as the rest of a short call.
 */
export function exchange(agent: Dispatcher, { signal, ...options }: Request): Promise<AnswerHead> {
  const { promise, resolve, reject } = Promise.withResolvers<AnswerHead>();
  const handler = new Exchange(resolve, reject, signal);
  if (signal?.aborted === true) reject(signal.reason as Error);
  else agent.dispatch(options, handler);
  return promise;
}

/** Told of what comes. */
interface Reader {
  piece(bytes: Buffer): void;
  end(): void;
  fail(error: Error): void;
}

/** So much waits for its reader before the provider has to wait. */
const heldAtMost = 65_536;

class Exchange implements Dispatcher.DispatchHandler, AnswerBody {
  readonly #resolve: (head: AnswerHead) => void;
  readonly #reject: (error: Error) => void;
  readonly #signal: AbortSignal | undefined;
  #controller: Dispatcher.DispatchController | undefined;
  #reader: Reader | undefined;
  #held: Buffer[] = [];
  #heldBytes = 0;
  #isEnded = false;
  #interimCount = 0;
  #failure: Error | undefined;

  constructor(
    resolve: (head: AnswerHead) => void,
    reject: (error: Error) => void,
    signal: AbortSignal | undefined,
  ) {
    this.#resolve = resolve;
    this.#reject = reject;
    this.#signal = signal;
    signal?.addEventListener("abort", this.#onAbort);
  }

  readonly #onAbort = (): void => {
    const error = this.#signal?.reason as Error;
    this.#controller?.abort(error);
    this.#fail(error);
  };

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#failure !== undefined) controller.abort(this.#failure);
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: AnswerHead["headers"],
  ): void {
    if (status >= 200) return this.#resolve({ status, headers, body: this });
    this.#interimCount += 1;
    if (this.#interimCount > interimLimit) controller.abort(new InterimAnswersError());
  }

  onResponseData(controller: Dispatcher.DispatchController, bytes: Buffer): void {
    if (this.#reader !== undefined) return this.#reader.piece(bytes);
    this.#held.push(bytes);
    this.#heldBytes += bytes.byteLength;
    if (this.#heldBytes >= heldAtMost) controller.pause();
  }

  onResponseEnd(): void {
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#isEnded = true;
    this.#reader?.end();
  }

  onResponseError(_controller: unknown, error: Error): void {
    this.#fail(error);
  }

  #fail(error: Error): void {
    if (this.#failure !== undefined || this.#isEnded) return;
    this.#signal?.removeEventListener("abort", this.#onAbort);
    this.#failure = error;
    this.#reject(error);
    this.#reader?.fail(error);
  }

  /** What has come already comes at once. */
  #readBy(reader: Reader): void {
    this.#reader = reader;
    for (const bytes of this.#held) reader.piece(bytes);
    this.#held = [];
    if (this.#failure !== undefined) reader.fail(this.#failure);
    else if (this.#isEnded) reader.end();
    else this.#controller?.resume();
  }

  readWhole(maxBytes: number): Promise<Uint8Array | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
    const pieces: Buffer[] = [];
    let length = 0;
    this.#readBy({
      piece: (bytes) => {
        length += bytes.byteLength;
        if (length <= maxBytes) pieces.push(bytes);
        else this.#giveUp(resolve);
      },
      end: () => resolve(pieces.length === 1 ? pieces[0] : Buffer.concat(pieces)),
      fail: reject,
    });
    return promise;
  }

  #giveUp(tell: (nothing: undefined) => void): void {
    tell(undefined);
    this.#controller?.abort(new Error("The answer is not wanted any more."));
  }

  stream(): Readable {
    const stream = new Readable({
      read: () => this.#controller?.resume(),
      destroy: (error, done) => {
        if (!this.#isEnded) this.#controller?.abort(error ?? new Error("The answer is not wanted any more."));
        done(error);
      },
    });
    // Who reads is told by the reading; who gives up does not want to know.
    stream.on("error", () => undefined);
    this.#readBy({
      piece: (bytes) => {
        if (!stream.push(bytes)) this.#controller?.pause();
      },
      end: () => void stream.push(null),
      fail: (error) => void stream.destroy(error),
    });
    return stream;
  }
}

/** By the stream's own events: an iterator makes some promises for each piece. */
export function bodyOf(stream: Readable): AnswerBody {
  return { stream: () => stream, readWhole: (maxBytes) => readStream(stream, maxBytes) };
}

function readStream(stream: Readable, maxBytes: number): Promise<Uint8Array | undefined> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array | undefined>();
  const pieces: Uint8Array[] = [];
  let seen = 0;
  stream.on("data", (piece: Uint8Array) => {
    seen += piece.byteLength;
    if (seen <= maxBytes) return void pieces.push(piece);
    resolve(undefined);
    stream.destroy();
  });
  stream.once("end", () => resolve(Buffer.concat(pieces, seen)));
  stream.once("error", reject);
  const refuseHalf = (): void => {
    if (!stream.readableEnded) reject(stream.errored ?? new Error("The answer broke off."));
  };
  stream.once("close", refuseHalf);
  if (stream.closed) refuseHalf();
  return promise;
}
