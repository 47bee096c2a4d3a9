import type { Clock } from "../clock.ts";
import { pause } from "../faults/delay.ts";
import type { CallbackFault, Forgery } from "../faults/fault.ts";
import type { FaultPlan } from "../faults/fault-plan.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { AttemptKind } from "../ledger/snapshot.ts";
import { Bulkhead } from "./gate.ts";
import type { Outgoing, RetryPolicy } from "./outgoing.ts";
import { CallbackPoster } from "./post.ts";
import type { Posted } from "./post.ts";

const defaultHoldMs = 2_000;
const rememberedCallbacks = 10_000;

interface Attempt {
  readonly kind: AttemptKind;
  readonly number: number;
  readonly forgery?: Forgery;
}

export interface CourierParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly faults: FaultPlan;
  readonly retries: () => RetryPolicy;
  readonly concurrency: number;
}

/** Carries callbacks out: in order within a session unless a fault says otherwise, and retried as the provider does. */
export class Courier {
  readonly #parts: CourierParts;
  readonly #gate: Bulkhead;
  readonly #poster = new CallbackPoster();
  readonly #closing = new AbortController();
  readonly #underway = new Set<Promise<unknown>>();
  readonly #retrying = new Set<Promise<unknown>>();
  readonly #lastOfSession = new Map<string, Promise<unknown>>();
  readonly #remembered = new Map<string, Outgoing>();
  #releaseHeld: (() => void)[] = [];

  constructor(parts: CourierParts) {
    this.#parts = parts;
    this.#gate = new Bulkhead(parts.concurrency);
  }

  dispatch(outgoing: Outgoing): void {
    this.#remember(outgoing);
    const fault = this.#parts.faults.strikeCallback({
      operation: outgoing.type,
      sessionId: outgoing.sessionId,
    });
    if (fault === undefined) this.#sendInOrder(outgoing);
    else this.#track(this.#sendFaulty(outgoing, fault));
  }

  /** Sends an earlier callback again as it was; `false` when it is not remembered. */
  replay(id: string): boolean {
    const outgoing = this.#remembered.get(id);
    if (outgoing === undefined) return false;
    this.#track(this.#attempt(outgoing, { kind: "replay", number: 1 }));
    return true;
  }

  forge(outgoing: Outgoing, how: Forgery): void {
    this.#track(this.#attempt(outgoing, { kind: "forged", number: 1, forgery: how }));
  }

  /** Resolves when nothing is on its way; retries that wait for their time count only on request. */
  async settle(options: { includeRetries?: boolean } = {}): Promise<void> {
    const pending = (): Promise<unknown>[] => [
      ...this.#underway,
      ...(options.includeRetries === true ? this.#retrying : []),
    ];
    while (pending().length > 0) await Promise.allSettled(pending());
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.settle({ includeRetries: true });
    this.#poster.close();
  }

  #sendInOrder(outgoing: Outgoing): void {
    const before = this.#lastOfSession.get(outgoing.sessionId) ?? Promise.resolve();
    const sent = before.then(() => this.#attempt(outgoing, { kind: "genuine", number: 1 }));
    this.#lastOfSession.set(outgoing.sessionId, sent);
    this.#track(
      sent.finally(() => {
        if (this.#lastOfSession.get(outgoing.sessionId) === sent)
          this.#lastOfSession.delete(outgoing.sessionId);
      }),
    );
  }

  async #sendFaulty(outgoing: Outgoing, fault: CallbackFault): Promise<void> {
    const genuine: Attempt = { kind: "genuine", number: 1 };
    switch (fault.kind) {
      case "lost":
        return this.#record(outgoing, { kind: "lost", number: 1 }, { answer: null, tookMs: 0 });
      case "late":
        await pause(fault.ms, this.#closing.signal);
        return this.#attempt(outgoing, genuine);
      case "reordered":
        await this.#holdUntilOvertaken(fault.holdMs ?? defaultHoldMs);
        return this.#attempt(outgoing, genuine);
      case "duplicated":
        await Promise.all([
          this.#attempt(outgoing, genuine),
          ...Array.from({ length: fault.copies ?? 1 }, () =>
            this.#attempt(outgoing, { kind: "duplicate", number: 1 }),
          ),
        ]);
        return;
      case "forged":
        await this.#attempt(outgoing, { kind: "forged", number: 1, forgery: fault.how });
        if (fault.replaces !== true) await this.#attempt(outgoing, genuine);
    }
  }

  async #holdUntilOvertaken(holdMs: number): Promise<void> {
    const overtaken = new Promise<void>((resolve) => this.#releaseHeld.push(resolve));
    await Promise.race([overtaken, pause(holdMs, this.#closing.signal)]);
  }

  async #attempt(outgoing: Outgoing, attempt: Attempt): Promise<void> {
    const startedAt = performance.now();
    const posted = await this.#gate.run(() => this.#post(outgoing, attempt));
    this.#record(outgoing, attempt, { ...posted, tookMs: performance.now() - startedAt });
    const released = this.#releaseHeld;
    this.#releaseHeld = [];
    for (const release of released) release();
    if (attempt.kind === "genuine" || attempt.kind === "retry") this.#retry(outgoing, attempt, posted.answer);
  }

  async #post(outgoing: Outgoing, attempt: Attempt): Promise<Posted> {
    if (this.#closing.signal.aborted) return { answer: null, failure: "closed" };
    try {
      const written = await outgoing.write({
        attemptAtMs: Date.now(),
        forgery: attempt.forgery,
      });
      const { timeoutMs } = this.#parts.retries();
      return await this.#poster.post(outgoing.url, written, { timeoutMs, closing: this.#closing.signal });
    } catch {
      return { answer: null, failure: "connection" };
    }
  }

  #retry(outgoing: Outgoing, attempt: Attempt, answer: number | null): void {
    const policy = this.#parts.retries();
    const delayMs = policy.isRetried(answer) ? policy.delayMs(attempt.number) : undefined;
    if (delayMs === undefined || this.#closing.signal.aborted) return;
    const retried = pause(delayMs, this.#closing.signal).then(() =>
      this.#closing.signal.aborted
        ? undefined
        : this.#attempt(outgoing, { kind: "retry", number: attempt.number + 1 }),
    );
    this.#track(retried, this.#retrying);
  }

  #record(outgoing: Outgoing, attempt: Attempt, outcome: Posted & { tookMs: number }): void {
    this.#parts.ledger.recordAttempt({
      id: outgoing.id,
      sessionId: outgoing.sessionId,
      type: outgoing.type,
      kind: attempt.kind,
      attempt: attempt.number,
      status: outgoing.status,
      ...outcome,
      sentAt: this.#parts.clock.iso(),
    });
  }

  #track(task: Promise<unknown>, into: Set<Promise<unknown>> = this.#underway): void {
    into.add(task);
    void task.finally(() => into.delete(task));
  }

  #remember(outgoing: Outgoing): void {
    this.#remembered.set(outgoing.id, outgoing);
    if (this.#remembered.size <= rememberedCallbacks) return;
    const [oldest] = this.#remembered.keys();
    if (oldest !== undefined) this.#remembered.delete(oldest);
  }
}
