import type { TestDatabase } from "./test-database.ts";

/** How much there is. The days are those for which the gateway keeps it; absent: all of the year. */
export interface Filling {
  readonly sessions: number;
  readonly deliveries: number;
  readonly deliveryDays?: number;
  readonly eventDays?: number;
  readonly keyDays?: number;
}

const yearDays = 364;

/**
 * Fills a database as a year would: sessions that are over, with their keys, timelines, events, reports and settled
 * deliveries, all before today. Ids are in the order of time, as the gateway's are. Ends with fresh statistics.
 */
export async function fillDatabase(
  { pool }: Pick<TestDatabase, "pool">,
  { sessions, deliveries, deliveryDays = yearDays, eventDays = yearDays, keyDays = yearDays }: Filling,
): Promise<void> {
  const client = await pool.connect();
  try {
    // With a name, and ended: what a connection has counted is certain to be told once it is gone.
    await client.query("set application_name = 'fill-database'");
    await client.query(idFunction);
    await client.query(makePartitions, [deliveryDays, eventDays]);
    await client.query(fillSessions, [sessions]);
    for (const statement of fillRest) await client.query(statement);
    await client.query(fillKeys, [keyDays]);
    await client.query(fillEvents, [eventDays]);
    await client.query(fillDeliveries, [deliveries, deliveryDays]);
    await client.query(
      "update activity_watermark set delivery_id = (select id from deliveries order by id desc limit 1)",
    );
    await client.query("vacuum analyze");
  } finally {
    client.release(true);
  }
}

const idFunction = `
  create function pg_temp.id_at(at timestamptz) returns uuid language sql volatile as $body$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7'
      || substr(md5(random()::text), 1, 3) || '8' || substr(md5(random()::text), 1, 15))::uuid
  $body$`;

/** As if the gateway had been there all the time. */
const makePartitions = `
  select add_time_partition(t.name, t.width, now() - w.n * interval '1 week', 0)
  from (values ('deliveries', 'week', $1::int / 7 + 1), ('outbox', 'week', $2::int / 7 + 1), ('timeline', 'month', 53))
    as t (name, width, weeks), generate_series(1, t.weeks) w (n)`;

/** One every so many seconds, the newest yesterday; tenants and connections take turns. */
const fillSessions = `
  with places as (
    select c.id as connection_id, coalesce(c.tenant_id, (select id from tenants order by name limit 1)) as tenant_id,
      row_number() over (order by c.id) - 1 as place, count(*) over () as places
    from connections c
  ), times as (
    select n, now() - interval '1 day' - n * (interval '364 days' / $1::int) as at from generate_series(1, $1::int) n
  )
  insert into sessions (id, tenant_id, flow, applicant_hash, status, seq, connection_id, provider_reference, sealed_launch,
    created_at, updated_at, decided_at, lapses_at, last_read_at)
  select pg_temp.id_at(t.at), p.tenant_id, 'standard', sha256(convert_to('applicant-' || t.n % 100000, 'UTF8')),
    (array['APPROVED', 'APPROVED', 'APPROVED', 'REJECTED', 'EXPIRED'])[1 + t.n % 5], 2, p.connection_id,
    'filled-' || t.n, null, t.at, t.at, t.at, t.at + interval '15 minutes', t.at
  from times t join places p on p.place = t.n % p.places`;

const fillRest = [
  `insert into timeline (session_id, seq, tenant_id, at, from_status, to_status, cause, is_reversal, reasons)
   select id, seq, tenant_id, created_at, 'SESSION_CREATED', status, 'webhook', false, '[]'
   from sessions where provider_reference like 'filled-%'`,
  `insert into session_reports (session_id, tenant_id, sealed_result, sealed_raw, read_at)
   select id, tenant_id, '\\x00', '\\x00', created_at from sessions where provider_reference like 'filled-%'`,
];

/** Of the sessions that are filled in, those of the last days. */
const areYoungerThan = (days: string): string =>
  `provider_reference like 'filled-%' and created_at > now() - ${days}::int * interval '1 day'`;

const fillKeys = `
  insert into idempotency_keys (tenant_id, key, fingerprint, session_id, created_at)
  select tenant_id, 'key-' || id, '\\x00', id, created_at from sessions where ${areYoungerThan("$1")}`;

/** Numbered at once, under the lock of numbering: the gateway that is there numbers too. */
const fillEvents = `
  with numbering as (select last_number from event_numbering for update), filled as (
    insert into outbox (id, tenant_id, session_id, seq, type, data, occurred_at, number)
    select pg_temp.id_at(created_at), tenant_id, id, seq, 'session.decided',
      '{"applicantId":"a","flow":"standard","status":"APPROVED","previousStatus":"IN_PROGRESS","attempt":1,"origin":"provider","reasons":[]}', created_at,
      last_number + row_number() over (order by created_at)
    from sessions, numbering where ${areYoungerThan("$1")} order by created_at returning number
  )
  update event_numbering set last_number = (select max(number) from filled)`;

/** Several for each session; one in a hundred thousand is parked. */
const fillDeliveries = `
  insert into deliveries (id, connection_id, session_id, session_reference, event_id, event_type, dedupe_key, sealed_body,
    state, park_code, attempts, received_at, settled_at)
  select pg_temp.id_at(s.created_at + d.n * interval '1 second'), s.connection_id, s.id, s.provider_reference, null, 'session-updated',
    decode(md5(s.id::text || d.n), 'hex'), decode(repeat('00', 200), 'hex'),
    case when random() < 0.00001 then 'parked' else 'applied' end, null, 1, s.created_at, s.created_at
  from sessions s
  cross join (select greatest(1, $1::int / count(*)) as each from sessions where ${areYoungerThan("$2")}) c
  cross join generate_series(1, c.each) as d (n)
  where ${areYoungerThan("$2")}
  order by s.created_at`;
