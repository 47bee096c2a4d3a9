/** Runs `work` at most once in so many milliseconds. A database that is away is another metric's matter. */
export function shareFor(ms: number, work: () => Promise<void>): () => Promise<void> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let working: Promise<void> | undefined;
  return async () => {
    if (performance.now() - askedAt > ms) {
      askedAt = performance.now();
      working = work().catch(() => undefined);
    }
    await working;
  };
}
