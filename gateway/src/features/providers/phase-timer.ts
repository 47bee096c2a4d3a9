import type { StartPorts } from "@kyc-gateway/core";
import type { Metrics } from "../../platform/observability/metrics.ts";

type TimedPorts = Pick<StartPorts, "store" | "providers">;

/** Measures what a start spends in which phase; the provider's own time is told apart. */
export function withPhases(
  { store, providers }: TimedPorts,
  metrics: Metrics,
  onProviderMs: (ms: number) => void,
): TimedPorts {
  const phase = async <T>(name: string, work: Promise<T>): Promise<T> => {
    const stop = metrics.overhead.labels(name).startTimer();
    try {
      return await work;
    } finally {
      stop();
    }
  };
  return {
    store: {
      ...store,
      saveIntent: (intent) => phase("intent", store.saveIntent(intent)),
      saveOutcome: (session, outcome) => phase("outcome", store.saveOutcome(session, outcome)),
    },
    providers: {
      ...providers,
      start: async (connectionId, request, deadlineAt) => {
        const startedAt = performance.now();
        try {
          return await providers.start(connectionId, request, deadlineAt);
        } finally {
          onProviderMs(performance.now() - startedAt);
        }
      },
    },
  };
}
