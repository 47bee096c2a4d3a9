import type { Metrics } from "../../../platform/observability/metrics.ts";
import { createRejectionLimit } from "./rejection-limit.ts";
import { createRejectionSamples, type RejectedDelivery, type RejectionSample } from "./rejection-samples.ts";

/** Why a delivery was refused before anything of it was looked at. */
export type UnheardReason = "limited" | "encoded" | "removed_connection" | "unknown_connection";

/** What is known of deliveries that were refused: counts, a limit for each sender, a small sample of hashes. */
export interface RejectedWebhooks {
  /** Milliseconds for which nothing is taken from the address; 0: it is heard. */
  shutForMs(address: string): number;
  noteRefused(rejection: RejectedDelivery): void;
  /** Counts a delivery whose body was not read. No connection's name: it is for none that there is or was. */
  noteUnheard(connection: string, reason: UnheardReason): void;
  noteAuthentic(address: string): void;
  listSamples(): readonly RejectionSample[];
}

export function createRejectedWebhooks(options: {
  readonly perMinute: number;
  readonly metrics: Pick<Metrics, "refusals">;
}): RejectedWebhooks {
  const { refusals } = options.metrics;
  const limit = createRejectionLimit({ perMinute: options.perMinute, now: () => performance.now() });
  const samples = createRejectionSamples(() => Date.now());
  return {
    shutForMs: (address) => limit.shutForMs(address),
    noteRefused(rejection) {
      refusals.labels(rejection.connection, rejection.reason).inc();
      // Only a holder of the secret can make a proof that was good once: it is no rejection.
      if (rejection.reason !== "stale") limit.noteRefused(rejection.address);
      samples.add(rejection);
    },
    noteUnheard: (connection, reason) => refusals.labels(connection, reason).inc(),
    noteAuthentic: (address) => limit.noteAuthentic(address),
    listSamples: () => samples.list(),
  };
}
