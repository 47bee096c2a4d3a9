/** Tenants, and which providers their sessions go to. Whatever changes here is announced to every process. */
export const configurationTables = `
  create table tenants (
    id uuid primary key,
    name text not null unique check (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    created_at timestamptz not null,
    -- Whether reads of claims need a reason, and how long the tenant's data are kept.
    privacy jsonb not null default '{}',
    -- Schemes of the tenant's own apps that applicants may be sent back to.
    app_schemes jsonb not null default '[]',
    notice_days integer not null default 30 check (notice_days between 0 and 365)
  );

  create table connections (
    id uuid primary key,
    tenant_id uuid references tenants (id),
    -- Null: every tenant. A connection of one tenant alone has its tenant_id instead.
    shared_with uuid[],
    name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    adapter text not null,
    settings jsonb not null,
    sealed_secrets bytea not null,
    -- Where a file took the secrets from, by JSON pointer: export gives the references back, never the secrets.
    secret_references jsonb not null default '{}',
    -- What the provider charges, from which day on.
    prices jsonb not null default '[]',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    retired_at timestamptz,
    -- A removed connection keeps its row for the sessions that were decided there; its name is free again.
    removed_at timestamptz
  );
  create unique index connections_name on connections (name) where removed_at is null;

  -- What operators want of a connection while it runs, apart from how it is configured: its settings stay as they are.
  create table connection_controls (
    connection_id uuid primary key references connections (id) on delete cascade,
    held_reason text check (held_reason <> ''),
    held_at timestamptz,
    held_by text check (held_by <> ''),
    calls_per_second double precision check (calls_per_second > 0),
    concurrency integer check (concurrency > 0)
  );

  -- How long sessions of the provider's own configurations live, as it told; null: it does not tell.
  create table account_configurations (
    connection_id uuid not null references connections (id) on delete cascade,
    configuration_id text not null,
    session_lifetime_ms double precision check (session_lifetime_ms > 0),
    read_at timestamptz not null,
    primary key (connection_id, configuration_id)
  );

  create table flows (
    id uuid primary key,
    tenant_id uuid not null references tenants (id),
    name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
    required_checks text[] not null,
    targets jsonb not null,
    -- How long an approval counts, as an ISO 8601 duration.
    valid_for text,
    -- The page of ours that applicants enter by: {"returnUrl"}; null: they enter at the provider.
    launch_page jsonb,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (tenant_id, name)
  );

  create table routing_rules (
    tenant_id uuid not null references tenants (id),
    position integer not null check (position >= 0),
    name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
    conditions jsonb not null,
    targets jsonb not null,
    canary jsonb,
    primary key (tenant_id, position),
    unique (tenant_id, name)
  );
`;

const announcedTables = [
  "tenants",
  "api_keys",
  "connections",
  "flows",
  "routing_rules",
  "operators",
  "connection_controls",
];

export const configurationTriggers = `
  create function announce_configuration() returns trigger language plpgsql as $body$
  begin
    perform pg_notify('kyc_configuration', '');
    return null;
  end $body$;
  ${announcedTables.map(announce).join("")}
`;

function announce(table: string): string {
  return `
  create trigger announce_configuration after insert or update or delete on ${table}
    for each statement execute function announce_configuration();`;
}
