import { applicantColumns, applicantJoin } from "../applicant-key.store.ts";

/** A column that holds sealed values, and how to find out whose each is. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly idColumn: string;
  /** Less than every id, and what kind of value ids are. */
  readonly firstCursor: string;
  readonly idType: "uuid" | "text";
  /** From the table as `t`: the owner's `tenantId`, and the columns of the applicant. */
  readonly ownerColumns: string;
  readonly ownerJoin: string;
}

const ofNobody = `null::uuid as "applicantKeyId", null::bytea as "wrappedKey"`;
const byUuid = { firstCursor: "00000000-0000-0000-0000-000000000000", idType: "uuid" } as const;
const ofTenant = {
  ...byUuid,
  idColumn: "id",
  ownerColumns: `t.tenant_id as "tenantId", ${ofNobody}`,
  ownerJoin: "",
};
const ofSession = {
  ...byUuid,
  idColumn: "session_id",
  ownerColumns: `s.tenant_id as "tenantId", ${applicantColumns}`,
  ownerJoin: `join sessions s on s.id = t.session_id ${applicantJoin}`,
};

/** Every sealed column that a rotation goes through. Not the audit log's, which only grows: it keeps its data key. */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: "connections", column: "sealed_secrets", ...ofTenant },
  { table: "event_endpoints", column: "sealed_keys", ...ofTenant },
  { table: "account_records", column: "sealed_content", ...ofTenant },
  { table: "legal_holds", column: "sealed_reason", ...ofTenant },
  { table: "legal_holds", column: "sealed_release_reason", ...ofTenant },
  {
    table: "signing_keys",
    column: "sealed_private",
    idColumn: "id",
    firstCursor: "",
    idType: "text",
    ownerColumns: `null::uuid as "tenantId", ${ofNobody}`,
    ownerJoin: "",
  },
  {
    table: "sessions",
    column: "sealed_launch",
    ...byUuid,
    idColumn: "id",
    ownerColumns: ofSession.ownerColumns,
    ownerJoin: `join sessions s on s.id = t.id ${applicantJoin}`,
  },
  { table: "session_reports", column: "sealed_result", ...ofSession },
  { table: "session_reports", column: "sealed_raw", ...ofSession },
  { table: "session_reports", column: "sealed_later_raw", ...ofSession },
  {
    table: "deliveries",
    column: "sealed_body",
    ...byUuid,
    idColumn: "id",
    ownerColumns: `coalesce(s.tenant_id, c.tenant_id) as "tenantId", ${applicantColumns}`,
    ownerJoin: `join connections c on c.id = t.connection_id
      left join sessions s on s.id = t.session_id ${applicantJoin}`,
  },
];
