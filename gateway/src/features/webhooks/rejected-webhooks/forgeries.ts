import type { Metrics } from "../../../platform/observability/metrics.ts";
import { createForgeryLimit } from "./forgery-limit.ts";
import { createForgerySamples, type Forgery, type ForgerySample } from "./forgery-samples.ts";

/** What is known of deliveries that were refused: counts, a limit for each sender, a small sample of hashes. */
export interface Forgeries {
  /** Milliseconds for which nothing is taken from the address; 0: it is heard. */
  shutForMs(address: string): number;
  noteRefused(forgery: Forgery): void;
  /** A delivery that was not even read. */
  noteTurnedAway(connection: string): void;
  noteAuthentic(address: string): void;
  listSamples(): readonly ForgerySample[];
}

export function createForgeries(options: {
  readonly perMinute: number;
  readonly metrics: Pick<Metrics, "refusals">;
}): Forgeries {
  const { refusals } = options.metrics;
  const limit = createForgeryLimit({ perMinute: options.perMinute, now: () => performance.now() });
  const samples = createForgerySamples(() => Date.now());
  return {
    shutForMs: (address) => limit.shutForMs(address),
    noteRefused(forgery) {
      refusals.labels(forgery.connection, forgery.reason).inc();
      limit.noteRefused(forgery.address);
      samples.add(forgery);
    },
    noteTurnedAway: (connection) => refusals.labels(connection, "limited").inc(),
    noteAuthentic: (address) => limit.noteAuthentic(address),
    listSamples: () => samples.list(),
  };
}
