import { applicantColumns, applicantJoin } from "../applicant-key.ts";

/** A column that holds sealed values, and how to find out whose each is. */
export interface SealedPlace {
  readonly table: string;
  readonly column: string;
  readonly idColumn: string;
  /** From the table as `t`: the owner's `tenantId`, and the columns of the applicant. */
  readonly ownerColumns: string;
  readonly ownerJoin: string;
}

const ofNobody = `null::text as "plainApplicantId", null::uuid as "applicantKeyId", null::bytea as "wrappedKey",
  null::bytea as "sealedApplicantId"`;
const ofTenant = { idColumn: "id", ownerColumns: `t.tenant_id as "tenantId", ${ofNobody}`, ownerJoin: "" };
const ofSession = {
  idColumn: "session_id",
  ownerColumns: `s.tenant_id as "tenantId", ${applicantColumns}`,
  ownerJoin: `join sessions s on s.id = t.session_id ${applicantJoin}`,
};

/**
 * Every sealed column that a rotation goes through. Not among them, and so what keeps its data key: the audit log, which
 * only grows, and the keys that receipts are signed with, which are few.
 */
export const sealedPlaces: readonly SealedPlace[] = [
  { table: "connections", column: "sealed_secrets", ...ofTenant },
  { table: "event_endpoints", column: "sealed_keys", ...ofTenant },
  { table: "legal_holds", column: "sealed_reason", ...ofTenant },
  { table: "legal_holds", column: "sealed_release_reason", ...ofTenant },
  {
    table: "sessions",
    column: "sealed_launch",
    idColumn: "id",
    ownerColumns: ofSession.ownerColumns,
    ownerJoin: `join sessions s on s.id = t.id ${applicantJoin}`,
  },
  { table: "session_reports", column: "sealed_result", ...ofSession },
  { table: "session_reports", column: "sealed_raw", ...ofSession },
  {
    table: "deliveries",
    column: "sealed_body",
    idColumn: "id",
    ownerColumns: `coalesce(s.tenant_id, c.tenant_id) as "tenantId", ${applicantColumns}`,
    ownerJoin: `join connections c on c.id = t.connection_id
      left join sessions s on s.id = t.session_id ${applicantJoin}`,
  },
];
