import type { Answer } from "./product.ts";

/** The smallest latency that the share of the answers does not exceed, in milliseconds (nearest rank). */
export function findQuantileMs(answers: readonly Answer[], share: number): number {
  const sorted = answers.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN;
}

/** How many answers had which status. */
export function countStatuses(answers: readonly Answer[]): string {
  const groups = Map.groupBy(answers, ({ status }) => status);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .map(([status, { length }]) => `${length} × ${status === 0 ? "no answer" : status}`)
    .join(", ");
}

/** Both sides of a comparison in words: the p99 that counts, and the median that tells noise from harm. */
export function compareLatencies(beside: readonly Answer[], alone: readonly Answer[]): string {
  const describe = (share: number): string => {
    const [besideMs, aloneMs] = [findQuantileMs(beside, share), findQuantileMs(alone, share)];
    return `${besideMs.toFixed(0)} ms beside, ${aloneMs.toFixed(0)} ms alone, ${(besideMs / aloneMs).toFixed(2)} ×`;
  };
  return `p99 ${describe(0.99)}; p50 ${describe(0.5)}`;
}
