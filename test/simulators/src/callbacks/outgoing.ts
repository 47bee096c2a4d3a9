import type { Forgery } from "../faults/fault.ts";

/** The bytes of one attempt. */
export interface Written {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One callback: what it is about, where it goes, and how the provider writes it. */
export interface Outgoing {
  readonly id: string;
  readonly sessionId: string;
  readonly type: string;
  /** The truth when it was composed. */
  readonly status: string;
  readonly url: string;
  /** Writes one attempt; `attemptAtMs` is when it leaves, in real time: the receiver checks it by its own clock. Rejects when the provider cannot authenticate itself. */
  write(attempt: { attemptAtMs: number; forgery: Forgery | undefined }): Written | Promise<Written>;
}

/** What a provider does when a callback fails. */
export interface RetryPolicy {
  readonly timeoutMs: number;
  /** The wait before the given retry, counted from 1; `undefined`: it gives up. */
  delayMs(retry: number): number | undefined;
  /** `null` is no answer at all. */
  isRetried(answer: number | null): boolean;
}

/** Sends once and never again. */
export function createNoRetryPolicy(timeoutMs: number): RetryPolicy {
  return { timeoutMs, delayMs: () => undefined, isRetried: () => false };
}
