/** How a callback came to be sent. */
export type AttemptKind = "genuine" | "retry" | "duplicate" | "replay" | "forged" | "lost";

/** One POST of a callback, or the note that it was lost on purpose. */
export interface CallbackAttempt {
  /** The same for every attempt and copy of one callback. */
  readonly id: string;
  readonly sessionId: string;
  readonly type: string;
  readonly kind: AttemptKind;
  /** Counts from 1. */
  readonly attempt: number;
  /** The truth about the session when the callback was composed. */
  readonly status: string;
  /** The status of the answer; `null` when there was none. */
  readonly answer: number | null;
  /** Why there was no answer. */
  readonly failure?: "timeout" | "connection" | "closed";
  /** RFC 3339, by the simulator's clock. */
  readonly sentAt: string;
  readonly tookMs: number;
}

/** The truth about one session, whatever was answered or called back about it. */
export interface SessionTruth {
  readonly id: string;
  /** The id that our side gave: `clientUserId` or `externalReferenceId`. */
  readonly externalId: string | null;
  /** The company or application that owns it, by name. */
  readonly owner: string;
  /** The provider's own word. */
  readonly status: string;
  /** The provider's word for the verdict, where it is kept apart from the status. */
  readonly verdict: string | null;
  readonly reason: string | null;
  readonly hasLapsed: boolean;
  readonly isDeleted: boolean;
  readonly createdAt: string;
  readonly changedAt: string;
  /** How often the truth changed. */
  readonly changes: number;
}

export interface LedgerSnapshot {
  readonly requests: Readonly<Record<string, number>>;
  /** By operation and status of the answer, as in `begin 200`, or the fault that took the answer's place. */
  readonly answers: Readonly<Record<string, number>>;
  readonly faults: Readonly<Record<string, number>>;
  /** By kind and status of the answer, as in `genuine 200`. */
  readonly callbackAnswers: Readonly<Record<string, number>>;
  readonly counters: Readonly<Record<string, number>>;
  readonly sessionsCreated: number;
  readonly sessions: readonly SessionTruth[];
  /** Sessions that fell out of the bounded memory. */
  readonly sessionsForgotten: number;
  readonly callbacks: readonly CallbackAttempt[];
  /** Attempts that fell out of the bounded memory; their counts stay in `callbackAnswers`. */
  readonly callbacksForgotten: number;
}
