import type { NewAttempt } from "./dispatch.store.ts";

/**
 * Writes down how far a delivery got while the next event is already on its way: events are not held up by our own
 * commits, and a crash repeats a few of them, with the same ids.
 */
export interface ProgressWriter {
  add(attempt: NewAttempt, through: number): void;
  /** Everything up to here is settled, and written once this resolves. Throws what writing threw. */
  settle(through?: number): Promise<void>;
  /** Whether another process has taken over. */
  readonly isLost: boolean;
}

/** `save` tells whether the lease still holds. */
export function createProgressWriter(
  save: (through: number, attempts: readonly NewAttempt[]) => Promise<boolean>,
): ProgressWriter {
  let attempts: NewAttempt[] = [];
  let through: number | undefined;
  let isLost = false;
  let failure: Error | undefined;
  let running: Promise<void> | undefined;

  async function write(): Promise<void> {
    while (through !== undefined && !isLost && failure === undefined) {
      const [upTo, made] = [through, attempts];
      [through, attempts] = [undefined, []];
      try {
        isLost = !(await save(upTo, made));
      } catch (error) {
        failure = error instanceof Error ? error : new Error(String(error));
      }
    }
    running = undefined;
  }

  return {
    add(attempt, number) {
      attempts.push(attempt);
      through = number;
      running ??= write();
    },
    async settle(number) {
      if (number !== undefined) {
        through = number;
        running ??= write();
      }
      await running;
      if (failure !== undefined) throw failure;
    },
    get isLost() {
      return isLost || failure !== undefined;
    },
  };
}
