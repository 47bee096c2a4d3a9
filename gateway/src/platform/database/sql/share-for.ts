import { setTimeout as delay } from "node:timers/promises";
import { runInBackground } from "./work-scope.ts";

/** A scrape does not wait for the database any longer: it tells what was known before. */
const scrapeMs = 300;

/**
 * Runs `work` at most once in so many milliseconds, and never beside itself. A database that is away, or slow, is
 * another metric's matter.
 */
export function shareFor(ms: number, work: () => Promise<void>): () => Promise<void> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let working: Promise<void> | undefined;
  return async () => {
    if (working === undefined && performance.now() - askedAt > ms) {
      askedAt = performance.now();
      working = runInBackground(work)
        .catch(() => undefined)
        .finally(() => {
          working = undefined;
        });
    }
    await Promise.race([working, delay(scrapeMs, undefined, { ref: false })]);
  };
}
