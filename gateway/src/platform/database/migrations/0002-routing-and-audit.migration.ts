import { Migration } from "@mikro-orm/migrations";

/** Routing rules, operators, the record of what they change, and connections that can be shared, referenced and removed. */
export class Migration0002RoutingAndAudit extends Migration {
  override up(): void {
    this.addSql(`
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
      create table operators (
        id uuid primary key,
        name text not null check (name ~ '^[a-z0-9][a-z0-9_.-]{0,62}$'),
        secret_hash bytea not null unique check (octet_length(secret_hash) = 32),
        created_at timestamptz not null,
        revoked_at timestamptz
      );
      create unique index operators_live_name on operators (name) where revoked_at is null;
      create table audit_log (
        id uuid primary key,
        at timestamptz not null,
        operator text not null,
        action text not null,
        subject text not null,
        detail jsonb not null,
        request_id text
      );
      create index audit_log_newest on audit_log (at desc, id desc);
      create index audit_log_subject on audit_log (subject, at desc, id desc);
      create function refuse_change() returns trigger language plpgsql as $body$
      begin
        raise exception 'the audit log can only grow';
      end $body$;
      create trigger audit_log_only_grows before update or delete or truncate on audit_log
        for each statement execute function refuse_change();

      -- Null: every tenant. A connection of one tenant alone has its tenant_id instead.
      alter table connections add column shared_with uuid[];
      -- Where a file took the secrets from, by JSON pointer: export gives the references back, never the secrets.
      alter table connections add column secret_references jsonb not null default '{}';
      -- A removed connection keeps its row for the sessions that were decided there; its name is free again.
      alter table connections add column removed_at timestamptz;
      alter table connections drop constraint connections_name_key;
      create unique index connections_name on connections (name) where removed_at is null;
      create index sessions_live_of_connection on sessions (connection_id)
        where status in ('SESSION_CREATED', 'IN_PROGRESS', 'PENDING_REVIEW');
    `);
    for (const table of ["routing_rules", "operators"]) {
      this.addSql(
        `create trigger announce_configuration after insert or update or delete on ${table}
         for each statement execute function announce_configuration();`,
      );
    }
  }
}
