import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { defineGauge } from "../../platform/observability/metrics/metric-definition.ts";
import { countRecords } from "./account-records.store.ts";
import type { RecordState } from "./account-record.ts";

const byState = { state: ["placing", "active", "stopping"] satisfies readonly RecordState[] };

export const accountMetrics = {
  watches: defineGauge("kyc_watches", { help: "Watches of people in the lists, by state.", labels: byState }),
  blocklistEntries: defineGauge("kyc_blocklist_entries", {
    help: "Entries of blocklists, by state.",
    labels: byState,
  }),
  recordOldest: defineGauge("kyc_account_record_oldest_seconds", {
    help: "Age of the oldest watch or entry that is neither in force nor gone at the provider, by state; 0 when there is none.",
    labels: byState,
  }),
};

/** What tenants keep going at their providers, and how long something has been on its way there or back. */
export function registerAccountMetrics(registry: Registry, { monitor }: Pick<Database, "monitor">): void {
  registerDatabaseGauges({
    registry,
    group: "account",
    // Those in force are many, and change seldom.
    freshForMs: 30_000,
    gauges: accountMetrics,
    read: () => countRecords(monitor),
  });
}
