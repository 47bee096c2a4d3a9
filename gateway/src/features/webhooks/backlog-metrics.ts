import { Gauge, type Registry } from "prom-client";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import { shareFor } from "../../platform/database/sql/share-for.ts";

interface Backlog {
  readonly state: string;
  readonly count: number;
  readonly oldest_seconds: number;
}

/** Scrapes within this time share one query. */
const freshForMs = 2000;

const states = ["waiting", "unmatched", "processing", "parked"] as const;

/** What waits in the inbox and how long already, asked of the database when Prometheus asks us. */
export function registerBacklogMetrics(registry: Registry, database: Database): void {
  const registers = [registry];
  const count = new Gauge({
    name: "kyc_inbox_deliveries",
    help: "Deliveries that are not applied, by state.",
    labelNames: ["state"],
    registers,
    collect: () => refresh(),
  });
  const oldest = new Gauge({
    name: "kyc_inbox_oldest_delivery_seconds",
    help: "Age of the oldest delivery that is not applied, by state; 0 when there is none.",
    labelNames: ["state"],
    registers,
    collect: () => refresh(),
  });
  const outbox = new Gauge({
    name: "kyc_outbox_newest_event_age_seconds",
    help: "Age of the newest event in the outbox.",
    registers,
    collect: () => refresh(),
  });
  const look = async () => {
    const rows = await readInbox(database);
    for (const state of states) {
      const row = rows.find((candidate) => candidate.state === state);
      count.labels(state).set(row?.count ?? 0);
      oldest.labels(state).set(row?.oldest_seconds ?? 0);
    }
    outbox.set(await readOutboxAge(database));
  };
  const refresh = shareFor(freshForMs, look);
}

async function readInbox({ monitor }: Database): Promise<Backlog[]> {
  return queryRows<Backlog>(
    monitor,
    `select state, count(*)::int as count, extract(epoch from now() - min(received_at))::float8 as oldest_seconds
     from deliveries where state <> 'applied' group by state`,
    [],
  );
}

async function readOutboxAge({ monitor }: Database): Promise<number> {
  const [row] = await queryRows<{ age: number | null }>(
    monitor,
    `select extract(epoch from now() - occurred_at)::float8 as age from outbox order by position desc limit 1`,
    [],
  );
  return row?.age ?? 0;
}
