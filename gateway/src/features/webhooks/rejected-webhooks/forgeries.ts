import type { Metrics } from "../../../platform/observability/metrics.ts";
import { createForgeryLimit } from "./forgery-limit.ts";
import { createForgerySamples, type Forgery, type ForgerySample } from "./forgery-samples.ts";

/** Why a delivery was refused before anything of it was looked at. */
export type UnheardReason = "limited" | "encoded" | "removed_connection" | "unknown_connection";

/** What is known of deliveries that were refused: counts, a limit for each sender, a small sample of hashes. */
export interface Forgeries {
  /** Milliseconds for which nothing is taken from the address; 0: it is heard. */
  shutForMs(address: string): number;
  noteRefused(forgery: Forgery): void;
  /** Counts a delivery whose body was not read. No connection's name: it is for none that there is or was. */
  noteUnheard(connection: string, reason: UnheardReason): void;
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
      // Only a holder of the secret can make a proof that was good once: it is no forgery.
      if (forgery.reason !== "stale") limit.noteRefused(forgery.address);
      samples.add(forgery);
    },
    noteUnheard: (connection, reason) => refusals.labels(connection, reason).inc(),
    noteAuthentic: (address) => limit.noteAuthentic(address),
    listSamples: () => samples.list(),
  };
}
