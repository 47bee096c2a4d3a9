import { Migration } from "@mikro-orm/migrations";

/** The first schema. */
export class Migration0001Initial extends Migration {
  override up(): void {
    this.addSql(`
      create table tenants (
        id uuid primary key,
        name text not null unique check (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
        created_at timestamptz not null
      );
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
      create table connections (
        id uuid primary key,
        tenant_id uuid references tenants (id),
        name text not null unique check (name ~ '^[a-z0-9][a-z0-9_-]{0,62}$'),
        adapter text not null,
        settings jsonb not null,
        sealed_secrets bytea not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        retired_at timestamptz
      );
      create table flows (
        id uuid primary key,
        tenant_id uuid not null references tenants (id),
        name text not null check (name ~ '^[a-z0-9][a-z0-9_-]{0,63}$'),
        required_checks text[] not null,
        targets jsonb not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        unique (tenant_id, name)
      );
      create table sessions (
        id uuid primary key,
        tenant_id uuid not null references tenants (id),
        flow text not null,
        applicant_id text not null,
        status text not null check (status in
          ('NOT_STARTED', 'SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW', 'APPROVED', 'REJECTED', 'EXPIRED')),
        reasons jsonb not null default '[]',
        seq integer not null default 0,
        connection_id uuid references connections (id),
        provider_reference text,
        provider_parts jsonb,
        sealed_launch bytea,
        notices jsonb not null default '[]',
        metadata jsonb not null default '{}',
        erasure text not null default 'none' check (erasure in ('none', 'pending', 'done')),
        trace jsonb not null default '[]',
        created_at timestamptz not null,
        updated_at timestamptz not null,
        decided_at timestamptz,
        lapses_at timestamptz,
        intent_lease_until timestamptz,
        is_outcome_unknown boolean not null default false,
        intent_attempts integer not null default 0,
        read_lease_until timestamptz,
        read_lease_token uuid,
        next_read_at timestamptz,
        read_count integer not null default 0
      );
      create index sessions_tenant_newest on sessions (tenant_id, created_at desc, id desc);
      create index sessions_applicant_newest on sessions (tenant_id, applicant_id, created_at desc, id desc);
      create unique index sessions_provider_reference on sessions (connection_id, provider_reference)
        where provider_reference is not null;
      create index sessions_next_read on sessions (next_read_at) where next_read_at is not null;
      create table idempotency_keys (
        tenant_id uuid not null references tenants (id),
        key text not null,
        fingerprint bytea not null,
        session_id uuid not null references sessions (id) deferrable initially deferred,
        created_at timestamptz not null,
        primary key (tenant_id, key)
      );
      create table session_reports (
        session_id uuid primary key references sessions (id),
        tenant_id uuid not null,
        sealed_result bytea not null,
        sealed_raw bytea not null,
        read_at timestamptz not null
      );
      create table timeline (
        session_id uuid not null references sessions (id),
        seq integer not null check (seq > 0),
        tenant_id uuid not null,
        at timestamptz not null,
        from_status text not null,
        to_status text not null,
        cause text not null,
        is_reversal boolean not null,
        reasons jsonb not null,
        primary key (session_id, seq)
      );
      create table outbox (
        id uuid primary key,
        position bigint generated always as identity unique,
        tenant_id uuid not null,
        session_id uuid not null references sessions (id),
        seq integer not null check (seq > 0),
        type text not null,
        data jsonb not null,
        occurred_at timestamptz not null,
        unique (session_id, seq)
      );
      create table deliveries (
        id uuid primary key,
        connection_id uuid not null references connections (id),
        session_id uuid,
        session_reference text,
        event_id text,
        event_type text not null,
        dedupe_key bytea not null,
        sealed_body bytea not null,
        state text not null check (state in ('waiting', 'unmatched', 'processing', 'applied', 'parked')),
        park_code text,
        attempts integer not null default 0,
        received_at timestamptz not null,
        settled_at timestamptz
      );
      -- A provider's event id counts for ever; an equal body only while its twin still waits.
      create unique index deliveries_dedupe on deliveries (connection_id, dedupe_key)
        where event_id is not null or state in ('waiting', 'unmatched');
      create index deliveries_to_match on deliveries (received_at) where state = 'waiting' and session_id is null;
      create index deliveries_of_session on deliveries (session_id) where state in ('waiting', 'processing');
      create index deliveries_unmatched on deliveries (connection_id, session_reference) where state = 'unmatched';
      create index deliveries_open on deliveries (state, received_at) where state <> 'applied';

      create function announce_configuration() returns trigger language plpgsql as $body$
      begin
        perform pg_notify('kyc_configuration', '');
        return null;
      end $body$;
    `);
    for (const table of ["tenants", "api_keys", "connections", "flows"]) {
      this.addSql(
        `create trigger announce_configuration after insert or update or delete on ${table}
         for each statement execute function announce_configuration();`,
      );
    }
  }
}
