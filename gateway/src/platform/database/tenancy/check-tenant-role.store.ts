import { StartRefusedError } from "../../config/start-refused-error.ts";
import { queryRows, type Queryable } from "../sql/query.ts";
import { tenantRole } from "./tenant-role.store.ts";

/** Thrown when tenants would not be kept apart by PostgreSQL as they should be. */
export class RowSecurityError extends StartRefusedError {
  constructor(what: string) {
    super(
      `Row-level security is not in force: ${what} ` +
        `Or start with KYC_ROW_SECURITY=off, without this second lock between tenants.`,
    );
    this.name = "RowSecurityError";
  }
}

interface Standing {
  readonly user: string;
  readonly exists: boolean;
  readonly isStrong: boolean;
  readonly isMember: boolean;
  readonly isOwner: boolean;
  readonly isGranted: boolean;
  readonly isBound: boolean;
}

const checkText = `
  select current_user as user, r.oid is not null as "exists",
    coalesce(r.rolsuper or r.rolbypassrls or r.rolcreaterole, false)
      or coalesce(pg_has_role(r.oid, t.relowner, 'MEMBER'), false) as "isStrong",
    coalesce(pg_has_role(current_user, r.oid,
      case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end), false) as "isMember",
    coalesce(has_table_privilege(r.oid, t.oid, 'select'), false) as "isGranted",
    not row_security_active(t.oid) as "isOwner", t.relrowsecurity as "isBound"
  from pg_class t left join pg_roles r on r.rolname = $1 where t.oid = 'sessions'::regclass`;

/** Throws `RowSecurityError` with what an administrator has to do. */
export async function checkTenantRole(on: Queryable): Promise<void> {
  const [standing] = await queryRows<Standing>(on, checkText, [tenantRole]);
  const issue = standing === undefined ? undefined : findIssue(standing);
  if (issue !== undefined) throw new RowSecurityError(issue);
}

function findIssue({ user, ...is }: Standing): string | undefined {
  if (!is.exists)
    return `the role ${tenantRole} is missing, and this database user may not make it. Have an administrator run: CREATE ROLE ${tenantRole} NOLOGIN; GRANT ${tenantRole} TO "${user}"; and run \`kyc-gateway migrate\` again.`;
  if (is.isStrong)
    return `the role ${tenantRole} may do more than it should. Have an administrator take SUPERUSER, BYPASSRLS, CREATEROLE and the membership in the tables' owner from it.`;
  if (!is.isMember)
    return `this database user may not become ${tenantRole}. Have an administrator run: GRANT ${tenantRole} TO "${user}";`;
  if (!is.isGranted || !is.isBound)
    return `the role ${tenantRole} has not got its rights. Run \`kyc-gateway migrate\` as the owner of the tables.`;
  if (!is.isOwner)
    return `this database user does not own the tables, and its background work would find them empty. Have an administrator grant it their owner.`;
  return undefined;
}
