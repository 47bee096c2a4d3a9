/** The columns that a session is counted by, and what is counted of it. */
const factColumns = `
    tenant_id uuid not null,
    -- In which it was asked for.
    hour timestamptz not null,
    flow text not null,
    -- The nil UUID: no provider made it.
    connection_id uuid not null,
    -- Empty, here and below: none, or not known.
    rule text not null,
    variant text not null check (variant in ('', 'canary', 'control')),
    country text not null,
    document_type text not null,
    is_launched boolean not null,
    is_seen boolean not null,
    status text not null,
    is_reversed boolean not null,
    attempts integer not null,
    -- Until the first decision.
    decision_seconds integer,
    -- Of a rejection, each once.
    reasons text[] not null`;

/** What a roll-up's row is for: columns that its view leaves out are empty. */
const cellColumns = `
    view text not null,
    granularity text not null,
    -- The nil UUID: all tenants together.
    tenant_id uuid not null,
    starts_at timestamptz not null,
    flow text not null,
    connection_id uuid not null,
    rule text not null,
    variant text not null,
    country text not null,
    document_type text not null`;

const decisionTimes = Array.from({ length: 37 }, (_, place) => `decision_time${place} integer,`).join(" ");

const cellKey =
  "view, granularity, tenant_id, starts_at, flow, connection_id, rule, variant, country, document_type";

/** A table for each roll-up: what a question reads lies close together, however many rows the finer ones have. */
function attachRollUps(table: string): string {
  return ["total", "connection", "route", "country", "document", "full"]
    .map(
      (view) => `
  create table ${table}_${view} partition of ${table} for values in ('${view}') partition by list (granularity);
  create table ${table}_${view}_hour partition of ${table}_${view} for values in ('hour');
  create table ${table}_${view}_day partition of ${table}_${view} for values in ('day');`,
    )
    .join("");
}

/**
 * What each session comes to (kept so that it is counted once, whatever is replayed), the roll-ups, and calls of
 * providers by the hour.
 */
export const analyticsTables = `
  create table analytics_progress (
    is_only boolean primary key default true check (is_only),
    -- Sessions of events up to this number are counted.
    last_number bigint not null default 0,
    -- A recount has come so far; null: none is under way.
    recount_after uuid
  );
  insert into analytics_progress default values;

  create table analytics_sessions (
    session_id uuid primary key,
    -- It counts among the frozen: nothing is known of it here any more.
    is_frozen boolean not null default false,
    ${factColumns}
  );
  create index analytics_sessions_cell on analytics_sessions (tenant_id, hour, session_id) where not is_frozen;

  -- Of whom was erased: the same, and nothing that leads to a session.
  create table analytics_frozen (
    id uuid primary key default gen_random_uuid(),
    ${factColumns}
  );

  create index analytics_frozen_cell on analytics_frozen (tenant_id, hour);

  create table analytics_cells (
    ${cellColumns},
    created integer not null,
    launched integer not null,
    seen integer not null,
    approved integer not null,
    rejected integer not null,
    expired integer not null,
    reversed integer not null,
    attempts integer not null,
    decision_seconds bigint not null,
    -- A histogram of the time to the first decision. Columns, for they are added up: of an array each place is looked
    -- for in each row. Null, not 0: most places of most rows are empty, and take no space.
    ${decisionTimes}
    primary key (${cellKey})
  ) partition by list (view);
  ${attachRollUps("analytics_cells")}
  create index analytics_cells_empty on analytics_cells (created) where created = 0;

  create table analytics_reasons (
    ${cellColumns},
    reason text not null,
    rejected integer not null,
    primary key (${cellKey}, reason)
  ) partition by list (view);
  ${attachRollUps("analytics_reasons")}
  create index analytics_reasons_empty on analytics_reasons (rejected) where rejected = 0;

  -- Each process writes its own row of an hour, whole: to write it again changes nothing.
  create table analytics_calls (
    starts_at timestamptz not null,
    connection text not null,
    operation text not null,
    outcome text not null,
    process_id uuid not null,
    calls integer not null,
    duration_ms bigint not null,
    durations integer[] not null,
    primary key (starts_at, connection, operation, outcome, process_id)
  );

  -- Whoever is erased, or whose claims are over, stays counted; what they were counted by leaves their session. The
  -- lock keeps out the fold, which may have read the claims a moment ago.
  create function freeze_analytics(session_ids uuid[]) returns void language plpgsql as $body$
  begin
    perform pg_advisory_xact_lock_shared(hashtextextended('analytics', 0));
    insert into analytics_frozen (tenant_id, hour, flow, connection_id, rule, variant, country, document_type,
      is_launched, is_seen, status, is_reversed, attempts, decision_seconds, reasons)
    select tenant_id, hour, flow, connection_id, rule, variant, country, document_type,
      is_launched, is_seen, status, is_reversed, attempts, decision_seconds, reasons
    from analytics_sessions where session_id = any (session_ids) and not is_frozen;
    update analytics_sessions set is_frozen = true, rule = '', variant = '', country = '', document_type = '',
      decision_seconds = null, reasons = '{}'
    where session_id = any (session_ids) and not is_frozen;
  end $body$;
`;
