/** Legal holds, and erasure as a saga with receipts. */
export const privacyTables = `
  create table legal_holds (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    session_id uuid,
    applicant_hash bytea,
    sealed_reason bytea not null,
    placed_by text not null,
    placed_at timestamptz not null default now(),
    sealed_release_reason bytea,
    released_by text,
    released_at timestamptz,
    check ((session_id is null) <> (applicant_hash is null))
  );
  create index legal_holds_session on legal_holds (session_id) where released_at is null;
  create index legal_holds_applicant on legal_holds (tenant_id, applicant_hash) where released_at is null;

  -- What somebody asked for: one session, or a person with all sessions.
  create table erasures (
    id uuid primary key,
    tenant_id uuid not null,
    kind text not null check (kind in ('session', 'applicant')),
    cause text not null check (cause in ('request', 'retention')),
    applicant_hash bytea,
    requested_by text not null,
    requested_at timestamptz not null default now(),
    -- Rows that went, by table.
    removed jsonb not null default '{}',
    completed_at timestamptz,
    receipt text
  );
  create index erasures_applicant on erasures (tenant_id, applicant_hash, id) where applicant_hash is not null;
  create index erasures_open on erasures (id) where receipt is null;
  create table erasure_sessions (
    erasure_id uuid not null references erasures (id),
    session_id uuid not null,
    primary key (erasure_id, session_id)
  );
  create index erasure_sessions_session on erasure_sessions (session_id);

  -- What is left to be done elsewhere: one row for each session, however often its erasure was asked for.
  create table provider_erasures (
    session_id uuid primary key,
    tenant_id uuid not null,
    -- For legal holds, until it is settled.
    applicant_hash bytea,
    state text not null check (state in ('pending', 'dead', 'settled')),
    outcome text check (outcome in
      ('confirmed', 'unsupported', 'nothing_there', 'unknown', 'confirmed_by_operator')),
    attempts integer not null default 0,
    last_failure text,
    requested_at timestamptz not null default now(),
    next_attempt_at timestamptz not null,
    settled_at timestamptz,
    check ((state = 'settled') = (outcome is not null and settled_at is not null))
  );
  create index provider_erasures_open on provider_erasures (state, next_attempt_at) where state <> 'settled';

  -- The gateway's own signature on receipts.
  create table signing_keys (
    id text primary key,
    purpose text not null,
    public_jwk jsonb not null,
    sealed_private bytea not null,
    created_at timestamptz not null default now()
  );
`;
