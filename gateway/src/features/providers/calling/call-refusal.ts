import type { Operation } from "./provider-call.ts";

/** Why the host did not even try. `paused`: the provider asked for patience, and it is not over. */
export type RefusalReason = "held" | "circuit_open" | "paused" | "queue_full" | "deadline";

/** A call that the host refused before anything was sent. */
export class CallRefusal extends Error {
  readonly reason: RefusalReason;
  readonly retryAfterMs: number | undefined;

  constructor(reason: RefusalReason, message: string, retryAfterMs?: number) {
    super(message);
    this.name = "CallRefusal";
    this.reason = reason;
    this.retryAfterMs = retryAfterMs;
  }
}

/** An operator's hand on a connection. */
export interface Hold {
  readonly reason: string | undefined;
  begin(reason: string): void;
  end(): void;
  /** Throws `CallRefusal`. */
  refuseIfHeld(): void;
}

const heldRetryAfterMs = 30_000;

export function createHold(gauge: { set(state: number): void }): Hold {
  let held: string | undefined;
  gauge.set(0);
  return {
    get reason() {
      return held;
    },
    begin(reason) {
      held = reason;
      gauge.set(1);
    },
    end() {
      held = undefined;
      gauge.set(0);
    },
    refuseIfHeld() {
      if (held !== undefined)
        throw new CallRefusal("held", "An operator holds the connection back.", heldRetryAfterMs);
    },
  };
}

/** The time that a provider asked not to be called for. */
export interface Pause {
  begin(operation: Operation, retryAfterMs: number | undefined): void;
  leftMs(operation: Operation): number;
  /** Throws `CallRefusal`. */
  refuseIfPaused(operation: Operation): void;
}

/** A provider that names a date far away does not stop us for ever. */
const longestPauseMs = 60_000;

export function createPause(now: () => number): Pause {
  const until = new Map<Operation, number>();
  const leftMs = (operation: Operation): number => Math.max(0, (until.get(operation) ?? 0) - now());
  return {
    leftMs,
    begin(operation, retryAfterMs = 0) {
      const end = now() + Math.min(longestPauseMs, retryAfterMs);
      until.set(operation, Math.max(end, until.get(operation) ?? 0));
    },
    refuseIfPaused(operation) {
      if (leftMs(operation) > 0)
        throw new CallRefusal(
          "paused",
          "The provider asked not to be called for a while.",
          leftMs(operation),
        );
    },
  };
}
