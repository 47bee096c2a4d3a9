import { CallRefusal } from "./call-refusal.ts";
import type { Operation } from "./provider-call.ts";

/** The time that a provider asked not to be called for. */
export interface Pause {
  begin(operation: Operation, retryAfterMs: number | undefined): void;
  leftMs(operation: Operation): number;
  /** Throws `CallRefusal`. */
  refuseIfPaused(operation: Operation): void;
}

/** A provider that names a date far away does not stop us for ever. */
const longestMs = 60_000;

export function createPause(now: () => number): Pause {
  const until = new Map<Operation, number>();
  const leftMs = (operation: Operation): number => Math.max(0, (until.get(operation) ?? 0) - now());
  return {
    leftMs,
    begin(operation, retryAfterMs = 0) {
      const end = now() + Math.min(longestMs, retryAfterMs);
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
