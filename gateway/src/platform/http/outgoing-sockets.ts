import type { Agent, Dispatcher } from "undici";

/**
 * Shorter than servers and what stands before them usually keep an idle socket: a POST that meets a socket which is being
 * closed ends in an unknown outcome. Whatever a `Keep-Alive` header promises, it is not longer.
 */
const idleMs = 3000;

/** Of every agent that calls out. One hanging path of a host leaves room for the others. */
export const outgoingSockets = {
  connections: 64,
  pipelining: 1,
  keepAliveTimeout: idleMs,
  keepAliveMaxTimeout: idleMs,
  // What is bounded here is bounded for HTTP/1.1.
  allowH2: false,
} as const satisfies Agent.Options;

/**
 * How long one address of a name may take before the next one is tried. Node's own 250 ms give an address up that is only
 * far away, and then nobody answers where the next one is dead.
 */
export const outgoingConnect = { allowH2: false, autoSelectFamilyAttemptTimeout: 1000 } as const;

/** Enough for any server that has something to say beforehand (102, 103). */
export const interimLimit = 8;

/** An answer that only ever begins. Each of its heads is bounded by undici, so that their bytes are bounded too. */
export class InterimAnswersError extends Error {
  readonly code = "interim_answers";

  constructor() {
    super(`The server sent more than ${interimLimit} interim answers (1xx) and no final one.`);
    this.name = "InterimAnswersError";
  }
}

/** Ends requests to servers that send interim answers without end: they would keep the event loop from everybody else. */
export const limitInterimAnswers: Dispatcher.DispatcherComposeInterceptor =
  (dispatch) => (options, handler) =>
    dispatch(options, new InterimAnswersCounter(handler));

type Handler = Dispatcher.DispatchHandler;
type Told<Name extends keyof Handler> = Parameters<NonNullable<Handler[Name]>>;

class InterimAnswersCounter implements Handler {
  readonly #next: Handler;
  #count = 0;

  constructor(next: Handler) {
    this.#next = next;
  }

  onResponseStart(...told: Told<"onResponseStart">): void {
    const [controller, statusCode] = told;
    if (statusCode < 200) this.#count += 1;
    if (this.#count > interimLimit) controller.abort(new InterimAnswersError());
    else this.#next.onResponseStart?.(...told);
  }

  onRequestStart(...told: Told<"onRequestStart">): void {
    this.#next.onRequestStart?.(...told);
  }

  onRequestUpgrade(...told: Told<"onRequestUpgrade">): void {
    this.#next.onRequestUpgrade?.(...told);
  }

  onResponseData(...told: Told<"onResponseData">): void {
    this.#next.onResponseData?.(...told);
  }

  onResponseEnd(...told: Told<"onResponseEnd">): void {
    this.#next.onResponseEnd?.(...told);
  }

  onResponseError(...told: Told<"onResponseError">): void {
    this.#next.onResponseError?.(...told);
  }
}
