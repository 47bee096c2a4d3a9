import { attachDefaultPartition } from "./partitions.sql.ts";

/** The inbox of authentic webhooks, and the usual pace of each connection's. */
export const webhookTables = `
  -- Without foreign keys, like every partitioned table. An equal body counts once while the first one waits: by an index of
  -- each partition, since the key has no time in it (prepare_partition).
  create table deliveries (
    id uuid primary key,
    connection_id uuid not null,
    session_id uuid,
    session_reference text,
    event_id text,
    event_type text not null,
    -- Progress that no read tells, as JSON.
    progress text,
    dedupe_key bytea not null,
    sealed_body bytea not null,
    state text not null check (state in ('waiting', 'unmatched', 'processing', 'applied', 'parked')),
    park_code text,
    attempts integer not null default 0,
    -- How often an equal body came again while this one waited: a read that began before the last time does not settle it.
    repeats integer not null default 0,
    received_at timestamptz not null,
    settled_at timestamptz,
    -- The span in which it was received, where somebody takes spans: trace, span, flags.
    trace_context bytea
  ) partition by range (id);
  -- What is sealed does not compress.
  alter table deliveries alter column sealed_body set storage external;
  ${attachDefaultPartition("deliveries")}
  -- Each delivery enters the first one when it comes and the second one when it is applied; the others are for what is rare.
  create index deliveries_waiting on deliveries (connection_id, session_reference) where state = 'waiting';
  create index deliveries_of_session on deliveries (session_id) where session_id is not null;
  create index deliveries_processing on deliveries (session_id) where state = 'processing';
  create index deliveries_unmatched on deliveries (connection_id, session_reference) where state = 'unmatched';
  -- What operators look at, newest first.
  create index deliveries_stuck on deliveries (state, id desc) where state in ('unmatched', 'processing', 'parked');
  -- What an erasure has to find.
  create index deliveries_parked_reference on deliveries (connection_id, session_reference)
    where state = 'parked' and session_id is null;

  -- Deliveries with a provider's event id, known beyond the partition that they are in.
  create table delivery_keys (
    connection_id uuid not null,
    dedupe_key bytea not null,
    delivery_id uuid not null,
    received_at timestamptz not null,
    primary key (connection_id, dedupe_key)
  ) with (autovacuum_vacuum_scale_factor = 0.05);
  create index delivery_keys_age on delivery_keys using brin (received_at);

  -- The pace of each connection's deliveries, kept by the sweep: the inbox itself is asked for what is new alone.
  create table connection_activity (
    connection_id uuid primary key references connections (id),
    last_delivery_at timestamptz not null,
    usual_gap_seconds double precision,
    delivery_count bigint not null
  );
  create table activity_watermark (
    is_only boolean primary key default true check (is_only),
    delivery_id uuid not null
  );
  insert into activity_watermark (delivery_id) values ('00000000-0000-0000-0000-000000000000');
`;
