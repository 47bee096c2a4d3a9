import { Migration } from "@mikro-orm/migrations";
import { partitionFunctions } from "./0040-partition-functions.ts";

/**
 * Inbox, outbox, attempts and timeline are partitioned by time. Nothing is moved: the table that was there becomes the
 * first partition, up to the end of the running week or month.
 */
export class Migration0040Partitions extends Migration {
  override up(): void {
    this.addSql(takeTables);
    this.addSql(partitionFunctions);
    this.addSql(prepareTables);
    this.addSql(`
      select partition_by_time('deliveries', 'id', 'week');
      alter table deliveries add primary key (id);
      create index deliveries_to_match on deliveries (received_at) where state = 'waiting' and session_id is null;
      create index deliveries_of_session on deliveries (session_id) where session_id is not null;
      create index deliveries_unmatched on deliveries (connection_id, session_reference) where state = 'unmatched';
      create index deliveries_open on deliveries (state, received_at) where state <> 'applied';
      create index deliveries_open_newest on deliveries (state, id desc) where state <> 'applied';

      select partition_by_time('outbox', 'id', 'week');
      alter table outbox add primary key (id);
      create index outbox_position on outbox (position);
      create index outbox_unnumbered on outbox (position) where number is null;
      create index outbox_feed on outbox (tenant_id, number);

      select partition_by_time('event_attempts', 'id', 'week');
      alter table event_attempts add primary key (id);
      create index event_attempts_endpoint on event_attempts (endpoint_id, id desc);
      create index event_attempts_event on event_attempts (endpoint_id, event_id);

      select partition_by_time('timeline', 'at', 'month');
      alter table timeline add primary key (session_id, seq, at);

      select adopt_old_rows(parent, key, width) from (values ('deliveries', 'id', 'week'), ('outbox', 'id', 'week'),
        ('event_attempts', 'id', 'week'), ('timeline', 'at', 'month')) as t (parent, key, width);
    `);
    this.addSql(numberEvents);
    for (const helper of ["partition_by_time(text, text, text)", "adopt_old_rows(text, text, text)"])
      this.addSql(`drop function ${helper};`);
  }
}

/** At once and first: whoever has to give way then has done nothing in vain, and no gateway waits in a ring with it. */
const takeTables = `
  lock table sessions, connections, event_endpoints, timeline, outbox, deliveries, event_attempts in access exclusive mode;
`;

/** What cannot be on a partitioned table goes, and what takes its place comes. */
const prepareTables = `
  -- Deliveries with a provider's event id, known beyond the partition that they are in.
  create table delivery_keys (
    connection_id uuid not null,
    dedupe_key bytea not null,
    delivery_id uuid not null,
    received_at timestamptz not null,
    primary key (connection_id, dedupe_key)
  ) with (autovacuum_vacuum_scale_factor = 0.05);
  insert into delivery_keys (connection_id, dedupe_key, delivery_id, received_at)
    select connection_id, dedupe_key, id, received_at from deliveries where event_id is not null
    order by received_at on conflict do nothing;
  create index delivery_keys_age on delivery_keys using brin (received_at);

  -- To attach a partition that refers to a table locks that table against every write: sessions above all.
  alter table deliveries drop constraint deliveries_connection_id_fkey;
  alter table outbox drop constraint outbox_session_id_fkey;
  alter table timeline drop constraint timeline_session_id_fkey;
  alter table event_attempts drop constraint event_attempts_endpoint_id_fkey;

  -- Unique without the partition's key. The compare-and-set on sessions.seq, under the row's lock, keeps seq unique.
  alter table timeline drop constraint timeline_pkey;
  alter table outbox drop constraint outbox_session_id_seq_key;
  alter table outbox drop constraint outbox_position_key;
  alter table outbox alter position drop identity;
  create sequence outbox_positions as bigint;
  select setval('outbox_positions', (select coalesce(max(position), 0) + 1 from outbox), false);
  alter table outbox alter position set default nextval('outbox_positions');
`;

/** As before, and only the partitions that have unnumbered events are looked at. */
const numberEvents = `
  create or replace function number_events(batch_size integer, announcer text)
  returns uuid[] language plpgsql as $body$
  declare
    base bigint;
    tenants uuid[];
    numbered bigint;
  begin
    if not exists (select 1 from outbox where number is null) then return '{}'; end if;
    select last_number into base from event_numbering for update;
    with batch as (
      select id, position from outbox where number is null order by position limit batch_size
    ), ranked as (
      select id, row_number() over (order by position) as rank from batch
    ), moved as (
      update outbox o set number = base + r.rank from ranked r
      where o.id = r.id and o.id >= (select id from batch order by id limit 1) returning o.tenant_id
    )
    select count(*), array_agg(distinct tenant_id) into numbered, tenants from moved;
    if numbered = 0 then return '{}'; end if;
    update event_numbering set last_number = base + numbered;
    perform pg_notify('kyc_events', json_build_object('by', announcer, 'tenants',
      case when cardinality(tenants) <= 100 then to_json(tenants) end)::text);
    return tenants;
  end $body$;
`;
