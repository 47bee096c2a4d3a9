import type { Queryable } from "../../../platform/database/sql/query.ts";

/** How many of an endpoint's attempts are kept at most; they go with their partitions. */
const keptAttempts = 10_000;

/** Attempts beyond what is kept go. `id` is a UUID of version 7: its order is that of time. */
export async function trimAttempts(on: Queryable): Promise<void> {
  await on.query(trimText);
}

const trimText = `
  delete from event_attempts a using event_endpoints e cross join lateral (
    select x.id from event_attempts x where x.endpoint_id = e.id order by x.id desc offset ${keptAttempts} limit 1
  ) cut where a.endpoint_id = e.id and a.id <= cut.id`;

/** Endpoints that get none of the events since their last one skip them, so that nobody looks through them again. */
export async function skipIdleEndpoints(on: Queryable): Promise<void> {
  await on.query(skipText);
}

const skipText = `
  with idle as (
    select e.id, n.last_number from event_endpoints e cross join event_numbering n
    where e.cursor_number < n.last_number and e.state <> 'disabled' and (e.lease_until is null or e.lease_until < now())
      and not exists (select 1 from outbox o where o.tenant_id = e.tenant_id and o.number > e.cursor_number
        and (e.types is null or o.type = any(e.types)))
    for update of e skip locked
  )
  update event_endpoints e set cursor_number = greatest(e.cursor_number, i.last_number) from idle i where e.id = i.id`;
