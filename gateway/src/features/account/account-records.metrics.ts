import type { Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { registerDatabaseGauges } from "../../platform/database/sql/database-gauges.metrics.ts";
import { countRecords } from "./account-records.store.ts";
import type { RecordState } from "./account-record.ts";

const states: readonly RecordState[] = ["placing", "active", "stopping"];

/** What tenants keep going at their providers, and how long something has been on its way there or back. */
export function registerAccountMetrics(registry: Registry, { monitor }: Pick<Database, "monitor">): void {
  registerDatabaseGauges({
    registry,
    label: "state",
    zeroFor: states,
    // Those in force are many, and change seldom.
    freshForMs: 30_000,
    gauges: {
      kyc_watches: "Watches of people in the lists, by state.",
      kyc_blocklist_entries: "Entries of blocklists, by state.",
      kyc_account_record_oldest_seconds:
        "Age of the oldest watch or entry that is neither in force nor gone at the provider, by state; 0 when there is none.",
    },
    read: () => countRecords(monitor),
  });
}
