import { Counts } from "./counts.ts";
import type { CallbackAttempt, LedgerSnapshot } from "./snapshot.ts";

/** What happened, exactly. Counts are never dropped; records beyond the limit are, oldest first, and counted. */
export class Ledger {
  readonly #requests = new Counts();
  readonly #answers = new Counts();
  readonly #faults = new Counts();
  readonly #callbacks = new Counts();
  readonly #extra = new Counts();
  #attempts: CallbackAttempt[] = [];
  #droppedAttempts = 0;
  #sessionsCreated = 0;
  readonly #keepAttempts: number;

  constructor(keepAttempts: number) {
    this.#keepAttempts = keepAttempts;
  }

  countRequest(operation: string): void {
    this.#requests.add(operation);
  }

  countAnswer(operation: string, outcome: string): void {
    this.#answers.add(`${operation} ${outcome}`);
  }

  countFault(kind: string): void {
    this.#faults.add(kind);
  }

  countSession(): void {
    this.#sessionsCreated += 1;
  }

  /** Any other tally of a provider, such as the tokens it issued. */
  count(what: string): void {
    this.#extra.add(what);
  }

  recordAttempt(attempt: CallbackAttempt): void {
    this.#callbacks.add(`${attempt.kind} ${attempt.answer ?? "none"}`);
    if (this.#keepAttempts === 0) {
      this.#droppedAttempts += 1;
      return;
    }
    this.#attempts.push(attempt);
    // Cut in blocks: shifting one by one would cost a copy for every callback.
    if (this.#attempts.length < this.#keepAttempts * 2) return;
    this.#droppedAttempts += this.#attempts.length - this.#keepAttempts;
    this.#attempts = this.#attempts.slice(-this.#keepAttempts);
  }

  reset(): void {
    for (const counts of [this.#requests, this.#answers, this.#faults, this.#callbacks, this.#extra])
      counts.clear();
    this.#attempts = [];
    this.#droppedAttempts = 0;
    this.#sessionsCreated = 0;
  }

  snapshot(): Omit<LedgerSnapshot, "sessions" | "sessionsForgotten"> {
    return {
      requests: this.#requests.toObject(),
      answers: this.#answers.toObject(),
      faults: this.#faults.toObject(),
      callbackAnswers: this.#callbacks.toObject(),
      counters: this.#extra.toObject(),
      sessionsCreated: this.#sessionsCreated,
      callbacks: [...this.#attempts],
      callbacksForgotten: this.#droppedAttempts,
    };
  }
}
