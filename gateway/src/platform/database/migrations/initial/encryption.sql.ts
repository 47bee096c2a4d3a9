/** Stands for no tenant where nulls must not be distinct, which PostgreSQL 14 cannot say. */
const nobody = "'00000000-0000-0000-0000-000000000000'::uuid";

/**
 * The key hierarchy: masters (known by a check value alone), data keys of tenants wrapped by a master, applicants' keys
 * wrapped by their tenant's. In a schema of its own, so that backups can keep it apart.
 */
export const keyTables = `
  create schema kyc_keys;
  create table kyc_keys.masters (
    id text primary key,
    -- A text that everybody knows, wrapped: whoever opens it has the right key.
    check_value bytea not null,
    is_active boolean not null,
    created_at timestamptz not null default now(),
    retired_at timestamptz
  );
  create unique index masters_active on kyc_keys.masters (is_active) where is_active;
  create table kyc_keys.data_keys (
    id uuid primary key,
    -- Null: the system's own, for what belongs to no tenant.
    tenant_id uuid references tenants (id) on delete cascade,
    purpose text not null check (purpose in ('seal', 'lookup')),
    master_id text not null references kyc_keys.masters (id),
    wrapped_key bytea not null,
    created_at timestamptz not null default now(),
    -- From then on it opens, and seals nothing more.
    replaced_at timestamptz
  );
  create unique index data_keys_current on kyc_keys.data_keys (coalesce(tenant_id, ${nobody}), purpose)
    where replaced_at is null;
  create domain kyc_keys.keyed_hash as bytea check (octet_length(value) = 32);
  create table kyc_keys.applicant_keys (
    id uuid primary key,
    tenant_id uuid not null,
    applicant_hash kyc_keys.keyed_hash not null,
    tenant_key_id uuid not null references kyc_keys.data_keys (id),
    -- With the tenant's id of the applicant: one value, since each is of no use without the other.
    wrapped_key bytea not null,
    created_at timestamptz not null default now(),
    unique (tenant_id, applicant_hash)
  );
  create index applicant_keys_tenant_key on kyc_keys.applicant_keys (tenant_key_id);
  create table kyc_keys.rotations (
    id uuid primary key,
    kind text not null check (kind in ('master', 'tenant')),
    tenant_id uuid,
    -- The step it is at, and the last row of it that is done.
    step text,
    cursor text,
    resealed_count bigint not null default 0,
    started_at timestamptz not null default now(),
    finished_at timestamptz
  );
  create unique index rotations_open on kyc_keys.rotations (kind, coalesce(tenant_id, ${nobody}))
    where finished_at is null;

  -- The key of an applicant, made from what is offered where there is none. Each statement of a function sees what was
  -- committed before it, so the loser of a race finds the winner's key. The lock keeps the key from being destroyed
  -- before the caller's session is committed under it.
  create function kyc_keys.take_applicant_key(offered_id uuid, of_tenant uuid, of_hash bytea, under uuid,
    offered_key bytea)
  returns table (id uuid, wrapped_key bytea) language plpgsql as $body$
  begin
    loop
      return query select k.id, k.wrapped_key from kyc_keys.applicant_keys k
        where k.tenant_id = of_tenant and k.applicant_hash = of_hash for key share;
      if found then return; end if;
      insert into kyc_keys.applicant_keys (id, tenant_id, applicant_hash, tenant_key_id, wrapped_key)
        values (offered_id, of_tenant, of_hash, under, offered_key) on conflict do nothing;
    end loop;
  end $body$;
`;
