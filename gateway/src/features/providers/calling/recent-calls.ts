import type { Operation } from "./provider-call.ts";

/** A call that has come to its end. `code`: why it failed; null: it did not. */
export interface RecentCall {
  readonly at: Date;
  readonly operation: Operation;
  readonly code: string | null;
  readonly durationMs: number;
}

/** The last calls of a connection, in the memory of this process: enough to see how it does. */
export interface RecentCalls {
  note(call: Omit<RecentCall, "at">): void;
  /** Oldest first. */
  list(): readonly RecentCall[];
}

const most = 200;

export function createRecentCalls(now: () => number = Date.now): RecentCalls {
  const calls: RecentCall[] = [];
  return {
    note(call) {
      if (calls.length === most) calls.shift();
      calls.push({ ...call, at: new Date(now()) });
    },
    list: () => calls,
  };
}
