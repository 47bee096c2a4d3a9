import type { Registry } from "prom-client";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Database } from "../../platform/database/database.ts";
import {
  type GaugeRow,
  registerDatabaseGauges,
} from "../../platform/database/sql/database-gauges.metrics.ts";
import { defineGauge } from "../../platform/observability/metrics/metric-definition.ts";
import { countLimit, readOpenSessions, readReconciliation } from "./reconciliation-gauges.store.ts";

const ofConnection = { connection: "open" } as const;

export const reconciliationMetrics = {
  staleness: defineGauge("kyc_session_staleness_seconds", {
    help: "Longest time since an open session was last read, or created when it never was; 0 when none is open.",
    labels: ofConnection,
  }),
  readsOverdue: defineGauge("kyc_session_reads_overdue_seconds", {
    help: "How long the read that is overdue longest has been waiting for its turn; 0 when none is overdue.",
    labels: ofConnection,
  }),
  silence: defineGauge("kyc_connection_silence_seconds", {
    help: "Time since the last delivery of a connection.",
    labels: ofConnection,
  }),
  usualGap: defineGauge("kyc_connection_usual_gap_seconds", {
    help: "Usual time between two deliveries of a connection: a moving average in which each new one weighs 2 %.",
    labels: ofConnection,
  }),
};
export const openSessionMetrics = {
  openSessions: defineGauge("kyc_sessions_open", {
    help: `Sessions that are not over, by connection and status; at most ${countLimit} of a connection are counted.`,
    labels: { connection: "open", status: ["SESSION_CREATED", "IN_PROGRESS", "PENDING_REVIEW"] },
  }),
  unknownOutcomes: defineGauge("kyc_sessions_outcome_unknown", {
    help: "Starts of which it is not known whether the provider made a session, by the connection that was asked.",
    labels: ofConnection,
  }),
};

interface ReconciliationParts {
  readonly database: Database;
  readonly configuration: CurrentConfiguration;
}

/**
 * How well each connection's sessions are kept up with, how many are open, and how long its callbacks have been silent.
 * Labels are the names of configured connections.
 */
export function registerReconciliationMetrics(registry: Registry, parts: ReconciliationParts): void {
  registerDatabaseGauges({
    registry,
    group: "connections",
    freshForMs: 5000,
    gauges: reconciliationMetrics,
    read: () => readByName(parts, (ids) => readReconciliation(parts.database.monitor, ids)),
  });
  registerDatabaseGauges({
    registry,
    group: "sessions",
    freshForMs: 5000,
    gauges: openSessionMetrics,
    read: () => readByName(parts, (ids) => readOpenSessions(parts.database.monitor, ids)),
  });
}

/** The rows' ids of connections, replaced by their names. */
async function readByName(
  { configuration }: ReconciliationParts,
  read: (connectionIds: readonly string[]) => Promise<readonly GaugeRow[]>,
): Promise<readonly GaugeRow[]> {
  const { connections } = configuration.current;
  const rows = await read([...connections.keys()]);
  return rows.flatMap((row) => {
    const connection = connections.get(String(row["connection"]))?.name;
    return connection === undefined ? [] : [{ ...row, connection }];
  });
}
