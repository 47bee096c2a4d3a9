import type { CallRecorder } from "../features/analytics/call-recorder.ts";
import { createAdapterHost, type AdapterHost } from "../features/providers/adapter-host.ts";
import type { Adapters } from "../features/providers/load-adapters.ts";
import type { Config } from "../platform/config/config.schema.ts";
import type { Log } from "../platform/observability/log.ts";
import type { Metrics } from "../platform/observability/metrics/metrics.ts";

/** The host of the adapters, with the limits of the configuration. */
export function hostAdapters({
  config,
  calls,
  ...parts
}: {
  readonly config: Pick<Config, "isProduction" | "providerAttemptMs">;
  readonly adapters: Adapters;
  readonly metrics: Metrics;
  readonly log: Log;
  /** Absent: calls are not counted. */
  readonly calls?: Pick<CallRecorder, "note">;
}): AdapterHost {
  return createAdapterHost({
    ...parts,
    ...(calls === undefined ? {} : { onAttempt: (attempt) => calls.note(attempt) }),
    isProduction: config.isProduction,
    attemptMs: config.providerAttemptMs,
  });
}
