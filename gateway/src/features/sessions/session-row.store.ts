import type { Launch, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import type { Session } from "@kyc-gateway/core";
import type { SealContext } from "../../platform/encryption/sealer.ts";
import type { Applicant, ApplicantColumns } from "../../platform/encryption/applicant-key.ts";
import { applicantColumns } from "../../platform/encryption/applicant-key.store.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { SessionRecord } from "./session.entity.ts";

/** The columns that make a session of the domain, as the ORM and the hot statements both give them. */
type StoredSession = Readonly<
  Pick<
    SessionRecord,
    | "id"
    | "tenantId"
    | "flow"
    | "applicantKeyId"
    | "requiredChecks"
    | "status"
    | "origin"
    | "reasons"
    | "attempt"
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
    | "reported"
    | "reopenedAt"
    | "lapsesAt"
  >
>;

/** A session together with its applicant's key, as the hot statements give them. */
export type SessionRow = Omit<StoredSession, "applicantKeyId"> & ApplicantColumns;

/** The columns of `SessionRow` under its names, for hot statements; `s` and `k` are the aliases of `applicantJoin`. */
export const sessionColumns = `s.id, s.tenant_id as "tenantId", s.flow, ${applicantColumns},
  s.required_checks as "requiredChecks", s.status, s.origin, s.reasons,
  s.attempt, s.seq, s.connection_id as "connectionId", s.provider_reference as "providerReference",
  s.provider_parts as "providerParts", s.sealed_launch as "sealedLaunch", s.notices, s.metadata, s.erasure,
  s.created_at as "createdAt", s.updated_at as "updatedAt", s.decided_at as "decidedAt", s.reported,
  s.reopened_at as "reopenedAt", s.lapses_at as "lapsesAt"`;

/** A row in the words of the domain. Throws `UnsealError`. */
export async function openSession(vault: Vault, row: SessionRow): Promise<Session> {
  return vault.opening(() => toSession(row, vault.applicants.open(row)));
}

/** Without its applicant nothing personal is left of a session. Throws `UnsealError`. */
export function toSession(row: StoredSession, applicant: Applicant | undefined): Session {
  return {
    id: row.id,
    tenantId: row.tenantId,
    flow: row.flow,
    applicantId: applicant?.id ?? null,
    applicantKeyId: row.applicantKeyId,
    requiredChecks: row.requiredChecks,
    status: row.status,
    origin: row.origin,
    reasons: row.reasons,
    attempt: row.attempt,
    seq: row.seq,
    connectionId: row.connectionId,
    reference: readReference(row),
    launch: openLaunch(row, applicant),
    notices: row.notices,
    metadata: row.metadata,
    erasure: row.erasure,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    decidedAt: row.decidedAt,
    reported: row.reported,
    reopenedAt: row.reopenedAt,
    lapsesAt: row.lapsesAt,
  };
}

function openLaunch({ id, sealedLaunch }: StoredSession, applicant: Applicant | undefined): Launch | null {
  if (sealedLaunch === null || applicant === undefined) return null;
  return applicant.sealer.openJson(launchContext(id), sealedLaunch) as Launch;
}

/** What a sealed launch is bound to. */
export function launchContext(sessionId: string): SealContext {
  return { table: "sessions", column: "sealed_launch", rowId: sessionId };
}

function readReference(
  row: Pick<StoredSession, "providerReference" | "providerParts">,
): ProviderReference | null {
  if (row.providerReference === null) return null;
  return { id: row.providerReference, ...(row.providerParts === null ? {} : { parts: row.providerParts }) };
}
