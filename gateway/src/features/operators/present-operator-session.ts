import type { Session } from "@kyc-gateway/core";
import type { OperatorSession } from "@kyc-gateway/http-api";

/** How ids are called for people, and what the operator may see. */
export interface OperatorView {
  nameOfTenant(tenantId: string): string;
  /** Undefined: it was never configured here. */
  findConnection(connectionId: string): { readonly name: string; readonly adapter: string } | undefined;
  readonly canSeeApplicant: boolean;
}

/** A session as operators see it: without the launch, and with too little of the provider's reference to get in. */
export function presentOperatorSession(session: Session, view: OperatorView): OperatorSession {
  const connection = session.connectionId === null ? undefined : view.findConnection(session.connectionId);
  return {
    id: session.id,
    tenant: view.nameOfTenant(session.tenantId),
    flow: session.flow,
    applicantId: view.canSeeApplicant ? session.applicantId : null,
    status: session.status,
    origin: session.origin,
    reasons: session.reasons.map((reason) => ({ ...reason })),
    attempt: session.attempt,
    seq: session.seq,
    connection: connection?.name ?? null,
    adapter: connection?.adapter ?? null,
    providerReference: session.reference === null ? null : maskReference(session.reference.id),
    erasure: session.erasure,
    createdAt: session.createdAt.toISOString(),
    updatedAt: session.updatedAt.toISOString(),
    decidedAt: session.decidedAt?.toISOString() ?? null,
    lapsesAt: session.lapsesAt?.toISOString() ?? null,
  };
}

/** At least half of it stays hidden. */
function maskReference(reference: string): string {
  const shown = Math.min(4, Math.floor(reference.length / 4));
  return `${reference.slice(0, shown)}…${shown === 0 ? "" : reference.slice(-shown)}`;
}
