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
