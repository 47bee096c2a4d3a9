import type { DocumentType, Reason, SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { findVariant, type RouteRecord } from "@kyc-gateway/core";
import { noConnection } from "./dimensions.ts";

/** A session and its timeline, as far as it is counted. */
export interface CountedSession {
  readonly id: string;
  readonly tenantId: string;
  readonly flow: string;
  readonly connectionId: string | null;
  readonly route: RouteRecord | null;
  readonly status: SessionStatus;
  readonly reasons: readonly Reason[];
  readonly attempt: number;
  readonly createdAt: Date;
  readonly firstDecidedAt: Date | null;
  readonly isReversed: boolean;
  /** Whether the applicant was ever seen at the provider. */
  readonly isSeen: boolean;
}

/** The document that was verified, as far as it is known. */
export interface VerifiedDocument {
  readonly issuingCountry?: string;
  readonly type?: DocumentType;
}

/** What one session comes to. The members have the names of the columns. */
export interface SessionFact {
  readonly session_id: string;
  readonly tenant_id: string;
  readonly hour: Date;
  readonly flow: string;
  readonly connection_id: string;
  readonly rule: string;
  readonly variant: string;
  readonly country: string;
  readonly document_type: string;
  readonly is_launched: boolean;
  readonly is_seen: boolean;
  readonly status: SessionStatus;
  readonly is_reversed: boolean;
  readonly attempts: number;
  readonly decision_seconds: number | null;
  readonly reasons: readonly string[];
}

const hourMs = 60 * 60 * 1000;

export function describeSession(
  session: CountedSession,
  document: VerifiedDocument | undefined,
): SessionFact {
  const { connectionId, createdAt, status, route, isSeen } = session;
  const isLaunched = connectionId !== null;
  return {
    session_id: session.id,
    tenant_id: session.tenantId,
    hour: new Date(Math.floor(createdAt.getTime() / hourMs) * hourMs),
    flow: session.flow,
    connection_id: connectionId ?? noConnection,
    rule: route?.rule ?? "",
    variant: (route === null ? undefined : findVariant(route)) ?? "",
    country: document?.issuingCountry ?? "",
    document_type: document?.type ?? "",
    is_launched: isLaunched,
    is_seen: isSeen,
    status,
    is_reversed: session.isReversed,
    attempts: isSeen ? session.attempt : 0,
    decision_seconds: countSeconds(createdAt, session.firstDecidedAt),
    reasons: status === "REJECTED" ? [...new Set(session.reasons.map(({ code }) => code))].sort() : [],
  };
}

/** Clocks of replicas differ: nothing was decided before it was asked for. */
function countSeconds(from: Date, to: Date | null): number | null {
  return to === null ? null : Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));
}
