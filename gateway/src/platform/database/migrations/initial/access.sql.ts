/** Who may call: products by API key, people and machines as operators. Only hashes of keys are stored. */
export const accessTables = `
  create table api_keys (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    name text not null,
    secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
    scopes text[] not null,
    created_at timestamptz not null,
    expires_at timestamptz,
    revoked_at timestamptz
  );
  create index api_keys_tenant on api_keys (tenant_id);

  -- When each key was last used, to the hour. Apart from the keys: a use is no change of the configuration.
  create table api_key_uses (
    key_id uuid primary key references api_keys (id) on delete cascade,
    last_used_at timestamptz not null
  );

  create table operators (
    id uuid primary key,
    name text not null check (name ~ '^[a-z0-9][a-z0-9_.-]{0,62}$'),
    secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
    role text not null check (role in ('viewer', 'support', 'reviewer', 'administrator')),
    created_at timestamptz not null,
    revoked_at timestamptz
  );
  create unique index operators_live_name on operators (name) where revoked_at is null;

  -- Operators who are signed in to the console. Without an operator: the identity provider said who it is.
  create table console_sessions (
    id uuid primary key,
    token_hash bytea not null unique check (octet_length(token_hash) = 32),
    operator_id uuid references operators (id),
    name text,
    role text check (role in ('viewer', 'support', 'reviewer', 'administrator')),
    created_at timestamptz not null,
    last_used_at timestamptz not null,
    expires_at timestamptz not null,
    check ((operator_id is null) = (name is not null and role is not null))
  );
  create index console_sessions_expiry on console_sessions (expires_at);
`;
