/** What a tenant keeps going at its providers: watches of the lists, and entries of blocklists. */
export const accountTables = `
  create table account_records (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    connection_id uuid not null references connections (id),
    kind text not null check (kind in ('watch', 'blocklist')),
    session_id uuid,
    -- Keyed: equal for the same content, and nobody else can compute it.
    content_hash bytea not null,
    -- Null once the person is erased.
    sealed_content bytea,
    ground text check (ground in ('fraud_prevention', 'legal_obligation', 'legal_claims')),
    state text not null check (state in ('placing', 'active', 'stopping')),
    provider_id text,
    created_at timestamptz not null,
    -- When the provider last changed what is watched: each change is told once.
    changed_at timestamptz,
    next_attempt_at timestamptz,
    check ((kind = 'blocklist') = (ground is not null)),
    check (kind = 'blocklist' or session_id is not null),
    unique (tenant_id, connection_id, kind, content_hash)
  );
  create index account_records_provider on account_records (connection_id, kind, provider_id);
  create index account_records_session on account_records (session_id) where session_id is not null;
  create index account_records_open on account_records (next_attempt_at) where state <> 'active';

  -- How far a connection's watches were looked through for changes.
  create table watch_looks (
    connection_id uuid primary key references connections (id),
    looked_at timestamptz not null
  );
`;
