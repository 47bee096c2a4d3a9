import type { Registry } from "prom-client";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { readReconciliation } from "./reconciliation-gauges.store.ts";

/**
 * How well each connection's sessions are kept up with, and how long its callbacks have been silent. Labels are the
 * names of configured connections.
 */
export function registerReconciliationMetrics(
  registry: Registry,
  { database, configuration }: { readonly database: Database; readonly configuration: CurrentConfiguration },
): void {
  registerDatabaseGauges({
    registry,
    label: "connection",
    freshForMs: 5000,
    gauges: {
      kyc_session_staleness_seconds:
        "Longest time since an open session was last read, or created when it never was; 0 when none is open.",
      kyc_session_reads_overdue_seconds:
        "How long the read that is overdue longest has been waiting for its turn; 0 when none is overdue.",
      kyc_connection_silence_seconds: "Time since the last delivery of a connection.",
      kyc_connection_usual_gap_seconds:
        "Usual time between two deliveries of a connection: a moving average in which each new one weighs 2 %.",
    },
    async read() {
      const { connections } = configuration.current;
      const rows = await readReconciliation(database.monitor, [...connections.keys()]);
      return rows.flatMap((row) => {
        const label = connections.get(String(row["label"]))?.name;
        return label === undefined ? [] : [{ ...row, label }];
      });
    },
  });
}
