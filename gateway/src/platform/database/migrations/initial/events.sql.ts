import { attachDefaultPartition } from "./partitions.sql.ts";

/** The outbox, the numbers of its events, endpoints, and what was tried to send to them. */
export const eventTables = `
  create sequence outbox_positions as bigint;
  create table outbox (
    id uuid primary key,
    position bigint not null default nextval('outbox_positions'),
    -- The place in the feed; null until it is given.
    number bigint,
    tenant_id uuid not null,
    session_id uuid not null,
    seq positive_integer not null,
    type text not null,
    data jsonb not null,
    occurred_at timestamptz not null,
    -- The span in which it was written, where somebody takes spans: trace, span, flags.
    trace_context bytea
  ) partition by range (id);
  ${attachDefaultPartition("outbox")}
  create index outbox_unnumbered on outbox (position) where number is null;
  create index outbox_feed on outbox (tenant_id, number) where number is not null;
  create index outbox_session on outbox (session_id);

  -- Its one row is the lock of numbering and the last number given.
  create table event_numbering (
    is_only boolean primary key default true check (is_only),
    last_number bigint not null default 0,
    -- Events up to this number may be gone: retention dropped them.
    dropped_through bigint not null default 0
  );
  insert into event_numbering default values;

  create table event_endpoints (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    url text not null,
    description text not null,
    types text[],
    sealed_keys bytea not null,
    state text not null check (state in ('active', 'warned', 'disabled')),
    disabled_reason text check (disabled_reason in ('exhausted', 'gone', 'requested')),
    state_since timestamptz not null,
    cursor_number bigint not null,
    failures integer not null default 0,
    next_attempt_at timestamptz not null,
    lease_until timestamptz,
    lease_token uuid,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (tenant_id, url)
  );

  create table event_resends (
    id uuid primary key,
    endpoint_id uuid not null references event_endpoints (id) on delete cascade,
    after_number bigint not null,
    through_number bigint not null,
    since timestamptz,
    until timestamptz,
    requested_at timestamptz not null
  );
  create index event_resends_endpoint on event_resends (endpoint_id, id);

  create table event_attempts (
    id uuid primary key,
    endpoint_id uuid not null,
    event_id uuid not null,
    event_type text not null,
    kind text not null check (kind in ('live', 'resend', 'test')),
    attempt integer not null,
    started_at timestamptz not null,
    duration_ms integer not null,
    outcome text not null,
    http_status integer
  ) partition by range (id);
  ${attachDefaultPartition("event_attempts")}
  create index event_attempts_endpoint on event_attempts (endpoint_id, id desc);
  create index event_attempts_event on event_attempts (endpoint_id, event_id);

  -- A position is taken before its transaction commits, so a reader that follows it can pass over an event that commits
  -- late. Numbers are given to committed events alone, by one transaction at a time: whoever has read up to a number has
  -- read everything below it. No gap, and no dependence on transactions that run long elsewhere.
  -- Each partition costs a look: those before first_id are passed over.
  -- Awaited: one of their tenants has an endpoint that waits for events. Awaitable: anybody has one.
  create function number_events(batch_size integer, announcer text,
    first_id uuid default '00000000-0000-0000-0000-000000000000',
    out tenants uuid[], out is_awaited boolean, out is_awaitable boolean)
  language plpgsql as $body$
  declare
    base bigint;
    numbered bigint;
  begin
    tenants := '{}';
    is_awaited := false;
    is_awaitable := exists (select from event_endpoints e where e.state <> 'disabled');
    if not exists (select 1 from outbox where number is null and id >= first_id) then return; end if;
    select last_number into base from event_numbering for update;
    with batch as (
      select id, position from outbox where number is null and id >= first_id order by position limit batch_size
    ), ranked as (
      select id, row_number() over (order by position) as rank from batch
    ), moved as (
      update outbox o set number = base + r.rank from ranked r
      where o.id = r.id and o.id >= first_id and o.id >= (select id from batch order by id limit 1) returning o.tenant_id
    )
    select count(*), coalesce(array_agg(distinct tenant_id), '{}') into numbered, tenants from moved;
    if numbered = 0 then return; end if;
    update event_numbering set last_number = base + numbered;
    is_awaited := is_awaitable and exists (select from event_endpoints e where e.tenant_id = any (tenants) and e.state <> 'disabled');
    perform pg_notify('kyc_events', json_build_object('by', announcer, 'tenants',
      case when cardinality(tenants) <= 100 then to_json(tenants) end)::text);
  end $body$;
`;
