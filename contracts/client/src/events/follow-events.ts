import { KycConnectionError, KycProblemError } from "../errors.ts";
import type { Api } from "../transport/api.ts";
import { chooseDelay, wait } from "../transport/retry-delay.ts";
import type { Event, EventType } from "../types.ts";
import { readOnce } from "./read-once.ts";

/** From where, and what. */
export interface FollowOptions {
  /** The last `cursor` that you have stored. Without it: the oldest event that is kept. */
  readonly after?: string;
  /** Default: all. */
  readonly types?: readonly EventType[];
  /** Ends it, without an error. */
  readonly signal?: AbortSignal;
  /** Told of each interruption, after which it goes on by itself. */
  readonly onInterruption?: (error: KycConnectionError | KycProblemError) => void;
  /** A stream that is silent for so long is taken for dead. Default: 45 s; the gateway gives a sign of life every 15 s. */
  readonly silenceMs?: number;
}

/** An event, and what to store once you have dealt with it: `after` of the next time. */
export interface FollowedEvent {
  readonly event: Event;
  /** Undefined where the gateway told none yet: the place that you began at still holds. */
  readonly cursor: string | undefined;
}

/**
 * Every event from a place on, in order, each at least once. Goes on behind the last event after every interruption, and asks
 * for pages where somebody in between lets no stream through. Throws what waiting does not change, such as `cursor_expired`.
 */
export async function* followEvents(api: Api, options: FollowOptions): AsyncGenerator<FollowedEvent, void> {
  const { signal = new AbortController().signal, onInterruption } = options;
  let { after } = options;
  let isStreamHeldBack = false;
  let fruitless = 0;
  while (!signal.aborted) {
    try {
      for await (const { event, cursor } of readOnce(
        api,
        { ...options, signal },
        { after, isStreamHeldBack },
      )) {
        fruitless = 0;
        after = cursor;
        yield* event === undefined ? [] : [{ event, cursor }];
      }
      if (fruitless > 0) await pause(fruitless, undefined, signal);
    } catch (error) {
      if (signal.aborted) return;
      if (!isTransient(error)) throw error;
      isStreamHeldBack ||= isHeldBack(error, fruitless);
      onInterruption?.(error);
      await pause(fruitless + 1, error.retryAfterMs, signal);
    }
    fruitless += 1;
  }
}

function isTransient(error: unknown): error is KycConnectionError | KycProblemError {
  return (error instanceof KycConnectionError || error instanceof KycProblemError) && error.retryable;
}

/** Not even the beginning came: somebody collects the stream instead of passing it on. */
function isHeldBack(error: KycConnectionError | KycProblemError, fruitless: number): boolean {
  return error instanceof KycConnectionError && error.failure === "timed_out" && fruitless > 0;
}

/** Ends early, without an error, when the signal aborts. */
async function pause(attempt: number, retryAfterMs: number | undefined, signal: AbortSignal): Promise<void> {
  await wait(chooseDelay(attempt, retryAfterMs, Math.random), signal).catch(() => undefined);
}
