import type { Queryable } from "../sql/query.ts";

/** As whom everything runs that a product asks for. Shared by all databases of a server; it belongs to nobody else. */
export const tenantRole = "kyc_tenant";

/** What products' requests do, and nothing else. Rows are narrowed by policies. */
const grants = `
  grant usage on schema kyc_keys to ${tenantRole};
  execute format('grant usage on schema %I to ${tenantRole}', current_schema());
  grant select on analytics_cells, analytics_reasons, analytics_sessions to ${tenantRole};
  grant select on session_reports, timeline, outbox, event_numbering, erasures to ${tenantRole};
  grant select (tenant_id, name, valid_for) on flows to ${tenantRole};
  grant select, insert on idempotency_keys to ${tenantRole};
  grant select, insert, update on sessions to ${tenantRole};
  grant select, insert, update, delete on event_endpoints to ${tenantRole};
  grant select, insert, update on account_records to ${tenantRole};
  grant insert on audit_log to ${tenantRole};
  grant select, insert on event_resends to ${tenantRole};
  grant select, delete on event_attempts to ${tenantRole};
  grant select, insert, update (created_at) on kyc_keys.applicant_keys to ${tenantRole};
`;

/**
 * Makes the role where this user may, and gives it what it needs. An administrator's role is taken as it is. Repeating it
 * changes nothing; where something is not allowed the start of the gateway says so.
 */
const prepareText = `
  do $body$
  declare
    needed text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
  begin
    if not exists (select from pg_roles where rolname = '${tenantRole}') then
      begin
        create role ${tenantRole} nologin noinherit nosuperuser nocreatedb nocreaterole nobypassrls;
      -- The two of a race: another database of this server has just made it.
      exception when insufficient_privilege or duplicate_object or unique_violation then null;
      end;
    end if;
    if not exists (select from pg_roles where rolname = '${tenantRole}') then return; end if;
    if not pg_has_role(current_user, '${tenantRole}', needed) then
      begin
        execute format('grant ${tenantRole} to %I', current_user);
      exception when insufficient_privilege then null;
      end;
    end if;
    ${grants}
  end $body$`;

export async function prepareTenantRole(on: Queryable): Promise<void> {
  await on.query(prepareText);
}
