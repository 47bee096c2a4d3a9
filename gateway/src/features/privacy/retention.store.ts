import type { Database } from "../../platform/database/database.ts";
import { dropPartitions } from "../../platform/database/partitions/drop-partitions.store.ts";
import {
  attemptDays,
  sessionsOnHold,
  type Retention,
} from "../../platform/database/partitions/partitioned-tables.store.ts";
import { queryRows } from "../../platform/database/sql/query.ts";

/** What went: partitions by name, and how many rows one by one. */
interface Dropped {
  readonly partitions: readonly string[];
  readonly rows: Readonly<Record<RowTable, number>>;
}

type RowTable = keyof typeof statements;

/** Rows of one statement: short enough to hold nobody up. */
const batchSize = 5000;
/** So many statements for one table at a time; what is left over is for the next hour. */
const maxBatches = 200;
/** A provider's event id is recognised for at least so long: no provider resends for more than some days. */
const minKeyDays = 30;

/** The first id of the oldest partition that is to be kept whole: what lies before is in one that somebody still needs. */
const keptFrom = "id_floor(begin_of('week', now() - $1 * interval '1 day'))";

/** Each deletes the oldest rows that are beyond their time ($1, days) and that no dropped partition took along. */
const statements = {
  deliveries: `
    delete from deliveries where id in (
      select id from deliveries where id < ${keptFrom} and state in ('applied', 'parked')
        and (session_id is null or session_id not in (${sessionsOnHold})) order by id limit $2)
    and id < ${keptFrom} and state in ('applied', 'parked') returning 1`,
  // Whoever reads the feed from further back is told so.
  outbox: `
    with gone as (
      delete from outbox where id < ${keptFrom} and id in (
        select o.id from outbox o where o.id < ${keptFrom} and o.number is not null
          and o.session_id not in (${sessionsOnHold})
          and not exists (select from event_endpoints e
            where e.tenant_id = o.tenant_id and e.state <> 'disabled' and e.cursor_number < o.number)
          and not exists (select from event_resends r join event_endpoints e on e.id = r.endpoint_id
            where e.tenant_id = o.tenant_id and e.state <> 'disabled' and r.after_number < o.number and o.number <= r.through_number)
        order by o.id limit $2)
      returning number
    ), told as (
      update event_numbering set dropped_through = greatest(dropped_through, (select max(number) from gone))
      where exists (select from gone)
    )
    select 1 from gone`,
  event_attempts: `
    delete from event_attempts where id < ${keptFrom} and id in (
      select id from event_attempts where id < ${keptFrom} order by id limit $2) returning 1`,
  delivery_keys: `
    delete from delivery_keys where (connection_id, dedupe_key) in (
      select connection_id, dedupe_key from delivery_keys where received_at < now() - $1 * interval '1 day' limit $2) returning 1`,
  idempotency_keys: `
    delete from idempotency_keys where (tenant_id, key) in (
      select tenant_id, key from idempotency_keys where created_at < now() - $1 * interval '1 day' limit $2) returning 1`,
} as const;

/**
 * Drops what is beyond its time: whole partitions, so that nothing is left to clean up after them, and row by row what
 * is not partitioned or lies in a partition that cannot go yet. Repeating it is safe.
 */
export async function dropExpired({ pool }: Database, retention: Retention): Promise<Dropped> {
  const days: Record<RowTable, number> = {
    deliveries: retention.deliveryDays,
    outbox: retention.eventDays,
    event_attempts: attemptDays,
    delivery_keys: Math.max(minKeyDays, retention.deliveryDays),
    idempotency_keys: retention.idempotencyKeyDays,
  };
  const partitions = await dropPartitions(pool, retention);
  const rows = { deliveries: 0, outbox: 0, event_attempts: 0, delivery_keys: 0, idempotency_keys: 0 };
  for (const table of Object.keys(statements) as RowTable[]) {
    for (let batch = 0; batch < maxBatches; batch += 1) {
      const gone = await queryRows(pool, statements[table], [days[table], batchSize]);
      rows[table] += gone.length;
      if (gone.length === 0) break;
    }
  }
  return { partitions, rows };
}
