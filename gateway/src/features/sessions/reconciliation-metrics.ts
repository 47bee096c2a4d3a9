import { Gauge, type Registry } from "prom-client";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { shareFor } from "../../platform/database/sql/share-for.ts";

/** Scrapes within this time share one query. */
const freshForMs = 5000;

interface Standing {
  readonly connection_id: string;
  readonly stalest: number;
  readonly overdue: number;
  readonly silence: number | null;
  readonly usual_gap: number | null;
}

/**
 * How well each connection's sessions are kept up with, and how long its callbacks have been silent, asked of the
 * database when Prometheus asks us. Labels are the names of configured connections.
 */
export function registerReconciliationMetrics(
  registry: Registry,
  { database, configuration }: { readonly database: Database; readonly configuration: CurrentConfiguration },
): void {
  const collect = shareFor(freshForMs, () => look());
  const gauge = (name: string, help: string): Gauge<"connection"> =>
    new Gauge({ name, help, labelNames: ["connection"], registers: [registry], collect });
  const stalest = gauge(
    "kyc_session_staleness_seconds",
    "Longest time since an open session was last read, or created when it never was; 0 when none is open.",
  );
  const overdue = gauge(
    "kyc_session_reads_overdue_seconds",
    "How long the longest due read waits for its turn already; 0 when none does.",
  );
  const silence = gauge("kyc_connection_silence_seconds", "Time since the last delivery of a connection.");
  const usualGap = gauge(
    "kyc_connection_usual_gap_seconds",
    "Usual time between two deliveries of a connection: a moving average in which each weighs 2 %.",
  );
  async function look(): Promise<void> {
    const { connections } = configuration.current;
    const rows = await readStandings(database, [...connections.keys()]);
    for (const metric of [stalest, overdue, silence, usualGap]) metric.reset();
    for (const row of rows) {
      const name = connections.get(row.connection_id)?.name;
      if (name === undefined) continue;
      stalest.labels(name).set(row.stalest);
      overdue.labels(name).set(row.overdue);
      if (row.silence !== null) silence.labels(name).set(row.silence);
      if (row.usual_gap !== null) usualGap.labels(name).set(row.usual_gap);
    }
  }
}

/** Each of the minima is the first entry of an index. */
async function readStandings({ monitor }: Database, connectionIds: readonly string[]): Promise<Standing[]> {
  return queryRows<Standing>(
    monitor,
    `select c.id as connection_id,
       coalesce(extract(epoch from now() - (
         select coalesce(s.last_read_at, s.created_at) from sessions s
         where s.connection_id = c.id and s.status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW')
         order by coalesce(s.last_read_at, s.created_at) limit 1)), 0)::float8 as stalest,
       greatest(0, extract(epoch from now() - (
         select s.next_read_at from sessions s where s.connection_id = c.id and s.next_read_at is not null
         order by s.next_read_at limit 1)))::float8 as overdue,
       extract(epoch from now() - a.last_delivery_at)::float8 as silence,
       a.usual_gap_seconds as usual_gap
     from unnest($1::uuid[]) as c (id) left join connection_activity a on a.connection_id = c.id`,
    [connectionIds],
  );
}
