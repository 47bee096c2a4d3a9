import { attachDefaultPartition } from "./partitions.sql.ts";

/** Sessions, the keys under which they were asked for, what providers reported, and every change. */
export const sessionTables = `
  -- Types and not checks of the tables: PostgreSQL parses and compiles every check of a table anew in each statement that
  -- writes a row, whichever columns it writes.
  create domain session_status as text check (value in
    ('NOT_STARTED', 'SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED'));
  create domain status_origin as text check (value in ('provider', 'operator', 'gateway'));
  create domain erasure_state as text check (value in ('none', 'pending', 'done'));
  create domain positive_integer as integer check (value > 0);

  create table sessions (
    id uuid primary key,
    -- Without a foreign key: tenants are never deleted, and every start would lock the row of its tenant.
    tenant_id uuid not null,
    flow text not null,
    -- What the applicant is found by, and the key that opens what is personal. Null: erased.
    applicant_hash bytea,
    applicant_key_id uuid,
    required_checks text[] not null default '{}',
    status session_status not null,
    origin status_origin not null default 'provider',
    reasons jsonb not null default '[]',
    -- The newest try of the applicant that the provider told of.
    attempt positive_integer not null default 1,
    seq integer not null default 0,
    -- The provider's last word that was news.
    reported text,
    reopened_at timestamptz,
    -- Without a foreign key: rows of connections are never deleted, and it would cost every start a lock on one.
    connection_id uuid,
    provider_reference text,
    provider_parts jsonb,
    sealed_launch bytea,
    notices jsonb not null default '[]',
    metadata jsonb not null default '{}',
    erasure erasure_state not null default 'none',
    trace jsonb not null default '[]',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    decided_at timestamptz,
    lapses_at timestamptz,
    -- Of an approval: the last day of the document that was verified. All else of the claims is sealed.
    document_expires_on date,
    -- Of an approval: until when it holds by the provider's word.
    approved_until timestamptz,
    -- The end that was told beforehand; it moves when the flow's time is changed.
    expiring_told_for timestamptz,
    -- The end that was told: from then on the approval is over, whatever the flow says later.
    expired_at timestamptz,
    intent_lease_until timestamptz,
    is_outcome_unknown boolean not null default false,
    -- Where a start whose outcome is unknown may be repeated: nowhere else.
    attempted_connection_id uuid,
    -- Where an earlier start may have made a session that nobody can name; an erasure has to say so.
    abandoned_connection_ids uuid[] not null default '{}',
    intent_attempts integer not null default 0,
    read_lease_until timestamptz,
    read_lease_token uuid,
    next_read_at timestamptz,
    read_count integer not null default 0,
    failed_reads integer not null default 0,
    last_read_at timestamptz
  -- Room for the lease of a read, which then touches no index.
  ) with (fillfactor = 75);
  create index sessions_tenant_newest on sessions (tenant_id, created_at desc, id desc);
  create index sessions_applicant_newest on sessions (tenant_id, applicant_hash, created_at desc, id desc);
  create unique index sessions_provider_reference on sessions (connection_id, provider_reference)
    where provider_reference is not null;
  -- What operators have to look at, however old it is.
  create index sessions_in_review on sessions (tenant_id, created_at desc, id desc) where status = 'PENDING_REVIEW';
  -- Each planned read is in one of two: those that somebody waits for come before further looks at settled sessions and
  -- intents that nobody took up, however many of those are due.
  create index sessions_next_look on sessions (connection_id, next_read_at)
    where next_read_at is not null
      and not (status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or failed_reads > 0);
  create index sessions_next_urgent_read on sessions (connection_id, next_read_at)
    where next_read_at is not null
      and (status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW') or failed_reads > 0);
  create index sessions_stalest on sessions (connection_id, coalesce(last_read_at, created_at))
    where status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW');
  create index sessions_approved_by_flow on sessions (tenant_id, flow, decided_at)
    where status = 'APPROVED' and expired_at is null and erasure = 'none';
  create index sessions_approved_by_document on sessions (document_expires_on)
    where status = 'APPROVED' and expired_at is null and erasure = 'none' and document_expires_on is not null;

  create index sessions_approved_until on sessions (approved_until)
    where status = 'APPROVED' and expired_at is null and erasure = 'none' and approved_until is not null;

  create table idempotency_keys (
    -- The session's own tenant, which is there.
    tenant_id uuid not null,
    key text not null,
    fingerprint bytea not null,
    -- Written with its session, by one statement; sessions are never deleted.
    session_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, key)
  );
  create index idempotency_keys_age on idempotency_keys using brin (created_at);

  create table session_reports (
    session_id uuid primary key references sessions (id),
    tenant_id uuid not null,
    sealed_result bytea not null,
    sealed_raw bytea not null,
    sealed_later_raw bytea,
    read_at timestamptz not null
  );

  -- Without a foreign key: to attach a partition that refers to sessions would lock them against every write. The
  -- compare-and-set on sessions.seq, under the row's lock, keeps seq unique.
  create table timeline (
    session_id uuid not null,
    seq positive_integer not null,
    tenant_id uuid not null,
    attempt integer not null default 1,
    at timestamptz not null,
    from_status text not null,
    to_status text not null,
    origin status_origin not null default 'provider',
    cause text not null,
    is_reversal boolean not null,
    reasons jsonb not null,
    primary key (session_id, seq, at)
  ) partition by range (at);
  ${attachDefaultPartition("timeline")}

  -- A document counts through its last day, in UTC. Null: no end.
  create function valid_until(decided_at timestamptz, valid_for text, document_expires_on date, approved_until timestamptz)
  returns timestamptz language sql stable parallel safe as $body$
    select least(
      ((decided_at at time zone 'UTC') + valid_for::interval) at time zone 'UTC',
      (document_expires_on + 1)::timestamp at time zone 'UTC',
      approved_until)
  $body$;
`;
