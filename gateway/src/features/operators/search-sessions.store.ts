import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { applicantJoin } from "../../platform/encryption/applicant-key.store.ts";
import type { Database } from "../../platform/database/database.ts";
import { queryRows } from "../../platform/database/sql/query.ts";
import type { PagePosition } from "../../platform/http/page-cursor.ts";
import { sessionColumns, type SessionRow } from "../sessions/index.ts";

/** Which sessions an operator looks for. */
export interface SessionSearch {
  readonly id?: string | undefined;
  /** The tenants to look at. */
  readonly tenantIds: readonly string[];
  /** The applicant's keyed hash for each of the tenants. */
  readonly applicantHashes?: readonly Buffer[] | undefined;
  /** At any of the connections. */
  readonly providerReference?:
    | { readonly value: string; readonly connectionIds: readonly string[] }
    | undefined;
  readonly connectionId?: string | undefined;
  readonly status?: SessionStatus | undefined;
  readonly flow?: string | undefined;
  readonly createdAfter?: Date | undefined;
  readonly createdBefore?: Date | undefined;
}

/** Newest first. Each way to search has an index: ids, references, and for each tenant its sessions in the order of time. */
export function searchSessions(
  { pool }: Database,
  search: SessionSearch,
  page: { readonly after?: PagePosition | undefined; readonly limit: number },
): Promise<readonly SessionRow[]> {
  const values: unknown[] = [page.limit, search.tenantIds];
  const place = (value: unknown): string => `$${values.push(value)}`;
  const { after } = page;
  const conditions = [
    ...listConditions(search).map(([text, value]) => `${text} (${place(value)})`),
    ...(after === undefined
      ? []
      : [`(s.created_at, s.id) < (${place(after.createdAt)}, ${place(after.id)})`]),
  ];
  const where = conditions.map((condition) => ` and ${condition}`).join("");
  const { applicantHashes } = search;
  const text = isExact(search)
    ? selectExact(where)
    : selectByTenant(where, applicantHashes && place(applicantHashes));
  return queryRows<SessionRow>(pool, text, values);
}

function isExact({ id, providerReference }: SessionSearch): boolean {
  return id !== undefined || providerReference !== undefined;
}

function selectExact(where: string): string {
  return `select ${sessionColumns} from sessions s ${applicantJoin}
    where s.tenant_id = any ($2::uuid[])${where} order by s.created_at desc, s.id desc limit $1`;
}

/** The newest of each tenant, and of these the newest: however old the others are, they are not looked at. */
function selectByTenant(where: string, hashes: string | undefined): string {
  const tenants =
    hashes === undefined
      ? "unnest($2::uuid[]) as t (tenant_id)"
      : `unnest($2::uuid[], ${hashes}::bytea[]) as t (tenant_id, applicant_hash)`;
  const person = hashes === undefined ? "" : " and s.applicant_hash = t.applicant_hash";
  return `select ${sessionColumns} from ${tenants} cross join lateral (
      select * from sessions s where s.tenant_id = t.tenant_id${person}${where}
      order by s.created_at desc, s.id desc limit $1
    ) s ${applicantJoin} order by s.created_at desc, s.id desc limit $1`;
}

/** Only the conditions that are asked for: the planner cannot see past one that is switched off. */
function listConditions(search: SessionSearch): readonly (readonly [text: string, value: unknown])[] {
  const { providerReference } = search;
  const conditions = [
    ["s.id =", search.id],
    ["s.provider_reference =", providerReference?.value],
    ["s.connection_id = any", providerReference?.connectionIds],
    ["s.connection_id =", search.connectionId],
    ["s.status =", search.status],
    ["s.flow =", search.flow],
    ["s.created_at >", search.createdAfter],
    ["s.created_at <", search.createdBefore],
  ] as const;
  return conditions.filter(([, value]) => value !== undefined);
}
