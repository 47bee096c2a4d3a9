import { isUrgent } from "./queue-due-reads.store.ts";
import type { Registry } from "prom-client";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Database } from "../../platform/database/database.ts";
import {
  registerDatabaseGauges,
  type GaugeRow,
} from "../../platform/database/sql/database-gauges.metrics.ts";
import { queryRows } from "../../platform/database/sql/query.ts";

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
      const rows = await queryRows<GaugeRow>(database.monitor, text, [[...connections.keys()]]);
      return rows.flatMap((row) => {
        const label = connections.get(String(row["label"]))?.name;
        return label === undefined ? [] : [{ ...row, label }];
      });
    },
  });
}

const earliestRead = (kind: string): string => `(
      select s.next_read_at from sessions s where s.connection_id = c.id and s.next_read_at is not null and ${kind}
      order by s.next_read_at limit 1)`;

/** Each of the minima is the first entry of an index. */
const text = `
  select c.id as label,
    coalesce(extract(epoch from now() - (
      select coalesce(s.last_read_at, s.created_at) from sessions s
      where s.connection_id = c.id and s.status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW')
      order by coalesce(s.last_read_at, s.created_at) limit 1)), 0)::float8 as kyc_session_staleness_seconds,
    greatest(0, extract(epoch from now() - least(${earliestRead(isUrgent)}, ${earliestRead(`not ${isUrgent}`)})))::float8 as kyc_session_reads_overdue_seconds,
    extract(epoch from now() - a.last_delivery_at)::float8 as kyc_connection_silence_seconds,
    a.usual_gap_seconds as kyc_connection_usual_gap_seconds
  from unnest($1::uuid[]) as c (id) left join connection_activity a on a.connection_id = c.id`;
