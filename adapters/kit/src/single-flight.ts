import { AdapterError } from "./adapter-error.ts";

/** One piece of work that many callers wait for. */
export interface SingleFlight<Result> {
  /**
   * Waits for the work under way, or starts it. Throws `timeout` (with `requestSent: false`) when the caller's signal is
   * aborted; the others go on waiting. The work itself is aborted when nobody waits any more.
   */
  board(signal: AbortSignal): Promise<Result>;
}

interface Flight<Result> {
  readonly landing: Promise<Result>;
  readonly abort: AbortController;
  waiting: number;
}

/** Shares one run of `work` among all who ask while it lasts; the next to ask after it has ended starts another. */
export function createSingleFlight<Result>(
  work: (signal: AbortSignal) => Promise<Result>,
): SingleFlight<Result> {
  let current: Flight<Result> | undefined;

  function leave(flight: Flight<Result>): void {
    if (current === flight) current = undefined;
  }

  function run(): Flight<Result> {
    const abort = new AbortController();
    const flight: Flight<Result> = { abort, waiting: 0, landing: work(abort.signal) };
    current = flight;
    flight.landing.then(
      () => leave(flight),
      () => leave(flight),
    );
    return flight;
  }

  return {
    async board(signal) {
      if (signal.aborted) throw createAbortError();
      const flight = current ?? run();
      flight.waiting += 1;
      try {
        return await waitUntilAborted(flight.landing, signal);
      } finally {
        flight.waiting -= 1;
        if (flight.waiting === 0) {
          // A later caller must not inherit work that is being aborted.
          leave(flight);
          flight.abort.abort();
        }
      }
    },
  };
}

async function waitUntilAborted<Result>(landing: Promise<Result>, signal: AbortSignal): Promise<Result> {
  const aborted = Promise.withResolvers<never>();
  const refuse = () => aborted.reject(createAbortError());
  signal.addEventListener("abort", refuse, { once: true });
  try {
    return await Promise.race([landing, aborted.promise]);
  } finally {
    signal.removeEventListener("abort", refuse);
  }
}

function createAbortError(): AdapterError {
  return new AdapterError({
    code: "timeout",
    message: "the call was given up before its request was sent",
    requestSent: false,
  });
}
