/** Keeps retries a small share of the calls, so that an outage is not multiplied by them. */
export interface RetryBudget {
  /** Each call earns a fraction of a retry. */
  earn(): void;
  /** Whether a retry may be made; takes it. */
  take(): boolean;
}

/** `share` of the calls may be retries, with a reserve of `reserve` for quiet times. */
export function createRetryBudget({ share, reserve }: { share: number; reserve: number }): RetryBudget {
  let balance = reserve;
  return {
    earn: () => {
      balance = Math.min(reserve, balance + share);
    },
    take: () => {
      if (balance < 1) return false;
      balance -= 1;
      return true;
    },
  };
}
