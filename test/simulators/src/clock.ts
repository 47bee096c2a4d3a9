/** The simulator's own time: real time plus an offset that a test moves forward. */
export class Clock {
  #offsetMs = 0;
  readonly #listeners: (() => void)[] = [];

  now(): number {
    return Date.now() + this.#offsetMs;
  }

  iso(): string {
    return new Date(this.now()).toISOString();
  }

  /** Moves time forward. Retry timers run on real time and do not notice. */
  advance(ms: number): void {
    if (!Number.isFinite(ms) || ms < 0) throw new RangeError(`the clock only moves forward, not by ${ms} ms`);
    this.#offsetMs += ms;
    for (const listener of this.#listeners) listener();
  }

  onAdvance(listener: () => void): void {
    this.#listeners.push(listener);
  }

  reset(): void {
    this.#offsetMs = 0;
  }
}
