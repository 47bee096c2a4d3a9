import type { Database } from "../database.ts";
import { queryRows } from "../query.ts";

/** How long what is kept for a time is kept, in days. */
export interface Retention {
  readonly deliveryDays: number;
  readonly eventDays: number;
  readonly idempotencyKeyDays: number;
}

/** How much went, by table. */
export type Dropped = Readonly<Record<keyof typeof statements, number>>;

/** Rows of one statement: short enough to hold nobody up. */
const batchSize = 5000;
/** So many statements for one table at a time; what is left over is for the next hour. */
const maxBatches = 200;

/**
 * Each deletes the oldest rows that are beyond their time ($1, days) and gives how many. Ids are in the order of time,
 * and so are events' positions: the oldest are found without a look at the rest.
 */
const statements = {
  deliveries: `
    with oldest as (select id, state, received_at from deliveries order by id limit $2)
    delete from deliveries d using oldest o
    where d.id = o.id and o.state in ('applied', 'parked') and o.received_at < now() - $1 * interval '1 day' returning 1`,
  // Whoever reads the feed from further back is told so.
  outbox: `
    with oldest as (select id, number, occurred_at from outbox order by position limit $2), gone as (
      delete from outbox e using oldest o
      where e.id = o.id and o.number is not null and o.occurred_at < now() - $1 * interval '1 day' returning e.number
    ), told as (
      update event_numbering set dropped_through = greatest(dropped_through, (select max(number) from gone))
      where exists (select from gone)
    )
    select 1 from gone`,
  event_attempts: `
    delete from event_attempts where id in (
      select id from event_attempts where started_at < now() - $1 * interval '1 day' limit $2) returning 1`,
  idempotency_keys: `
    delete from idempotency_keys where (tenant_id, key) in (
      select tenant_id, key from idempotency_keys where created_at < now() - $1 * interval '1 day' limit $2) returning 1`,
} as const;

/** Drops what is beyond its time, in small pieces. Repeating it is safe. */
export async function dropExpired({ pool }: Database, retention: Retention): Promise<Dropped> {
  const days: Record<keyof typeof statements, number> = {
    deliveries: retention.deliveryDays,
    outbox: retention.eventDays,
    event_attempts: retention.eventDays,
    idempotency_keys: retention.idempotencyKeyDays,
  };
  const dropped = { deliveries: 0, outbox: 0, event_attempts: 0, idempotency_keys: 0 };
  for (const table of Object.keys(statements) as (keyof typeof statements)[]) {
    for (let batch = 0; batch < maxBatches; batch += 1) {
      const gone = await queryRows(pool, statements[table], [days[table], batchSize]);
      dropped[table] += gone.length;
      if (gone.length === 0) break;
    }
  }
  return dropped;
}
