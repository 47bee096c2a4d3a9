import type { Launch, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import type { Session } from "@kyc-gateway/core";
import type { SealContext, Sealer } from "../crypto/sealer.ts";
import type { SessionRecord } from "./entities/session.entity.ts";

/** The columns that make a session of the domain, as the ORM and the hot statements both give them. */
export type SessionRow = Readonly<
  Pick<
    SessionRecord,
    | "id"
    | "tenantId"
    | "flow"
    | "applicantId"
    | "status"
    | "reasons"
    | "seq"
    | "connectionId"
    | "providerReference"
    | "providerParts"
    | "sealedLaunch"
    | "notices"
    | "metadata"
    | "erasure"
    | "createdAt"
    | "updatedAt"
    | "decidedAt"
    | "lapsesAt"
  >
>;

/** The columns of `SessionRow` under its names, for hot statements; `s` is the table's alias. */
export const sessionColumns = `s.id, s.tenant_id as "tenantId", s.flow, s.applicant_id as "applicantId", s.status,
  s.reasons, s.seq, s.connection_id as "connectionId", s.provider_reference as "providerReference",
  s.provider_parts as "providerParts", s.sealed_launch as "sealedLaunch", s.notices, s.metadata, s.erasure,
  s.created_at as "createdAt", s.updated_at as "updatedAt", s.decided_at as "decidedAt", s.lapses_at as "lapsesAt"`;

/** A row in the words of the domain. Throws `UnsealError`. */
export function toSession(row: SessionRow, sealer: Sealer): Session {
  return {
    id: row.id,
    tenantId: row.tenantId,
    flow: row.flow,
    applicantId: row.applicantId,
    status: row.status,
    reasons: row.reasons,
    seq: row.seq,
    connectionId: row.connectionId,
    reference: readReference(row),
    launch:
      row.sealedLaunch === null ? null : (sealer.openJson(launchContext(row.id), row.sealedLaunch) as Launch),
    notices: row.notices,
    metadata: row.metadata,
    erasure: row.erasure,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    decidedAt: row.decidedAt,
    lapsesAt: row.lapsesAt,
  };
}

/** What a sealed launch is bound to. */
export function launchContext(sessionId: string): SealContext {
  return { table: "sessions", column: "sealed_launch", rowId: sessionId };
}

function readReference(row: SessionRow): ProviderReference | null {
  if (row.providerReference === null) return null;
  return { id: row.providerReference, ...(row.providerParts === null ? {} : { parts: row.providerParts }) };
}
