/**
 * Keeps retries a small share of the calls, so that they cannot multiply an outage (the throttle of gRPC's retry
 * design): a failure costs one token, a success earns a fraction of one, and retries need more than half of them.
 */
export interface RetryBudget {
  noteSuccess(): void;
  noteFailure(): void;
  canRetry(): boolean;
  /** Failures in a row after which nothing is retried any more. */
  readonly left: number;
}

/** In the long run `share` of the successful calls may be retried; `size / 2` retries come in a row at most. */
export function createRetryBudget({ share, size }: { share: number; size: number }): RetryBudget {
  let tokens = size;
  return {
    noteSuccess: () => {
      tokens = Math.min(size, tokens + share);
    },
    noteFailure: () => {
      tokens = Math.max(0, tokens - 1);
    },
    canRetry: () => tokens > size / 2,
    get left() {
      return Math.max(0, Math.ceil(tokens - size / 2));
    },
  };
}
