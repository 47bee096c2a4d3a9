import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";

/** Looked at in one go; what a pressure leaves over is for the next sweep. */
const batchSize = 20_000;

/**
 * Keeps each connection's last delivery and its usual gap, so that silence shows. The gap is an average in which each
 * delivery weighs 2 %: a change of pace counts within some dozens of deliveries. Asks the inbox for new rows alone; what
 * a clock that is ahead has written counts when its time comes.
 */
export async function recordActivity(on: Queryable): Promise<void> {
  // Known beforehand, it spares the partitions before it. It only grows.
  const [mark] = await queryRows<{ id: string }>(on, "select delivery_id as id from activity_watermark", []);
  await queryRows(
    on,
    `with mark as (
       select delivery_id from activity_watermark for update skip locked
     ), fresh as (
       select d.id, d.connection_id, d.received_at from mark, deliveries d
       where d.id > mark.delivery_id and d.id > $2 and d.id < id_floor(now() + interval '1 minute')
       order by d.id limit $1
     ), moved as (
       update activity_watermark set delivery_id = f.id from (select id from fresh order by id desc limit 1) f
     ), counted as (
       select connection_id, max(received_at) as last_at, count(*)::int as count,
         extract(epoch from max(received_at) - min(received_at)) / nullif(count(*) - 1, 0) as gap
       from fresh group by connection_id
     )
     insert into connection_activity as a (connection_id, last_delivery_at, usual_gap_seconds, delivery_count)
     select connection_id, last_at, gap, count from counted
     on conflict (connection_id) do update set
       last_delivery_at = greatest(a.last_delivery_at, excluded.last_delivery_at),
       delivery_count = a.delivery_count + excluded.delivery_count,
       usual_gap_seconds = coalesce(
         a.usual_gap_seconds + (1 - power(0.98, excluded.delivery_count)) * (${gapSeconds} - a.usual_gap_seconds),
         ${gapSeconds})`,
    [batchSize, mark?.id ?? null],
  );
}

/** The mean gap since the last delivery known before. */
const gapSeconds = `greatest(0, extract(epoch from excluded.last_delivery_at - a.last_delivery_at)) / excluded.delivery_count`;
