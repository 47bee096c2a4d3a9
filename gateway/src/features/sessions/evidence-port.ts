import type { EvidenceContent, EvidenceItem } from "@kyc-gateway/adapter-spec/v1";
import type { Session } from "@kyc-gateway/core";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { CallOutcome } from "../providers/index.ts";

/** When to give up: the deadline counts until the first byte, the signal until the last. */
export interface EvidenceRequest {
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** A session's media at its provider. Undefined: the provider offers none. */
export interface EvidencePort {
  list(session: Session, options: EvidenceRequest): Promise<CallOutcome<readonly EvidenceItem[]> | undefined>;
  open(
    session: Session,
    itemId: string,
    options: EvidenceRequest,
  ): Promise<CallOutcome<EvidenceContent> | undefined>;
}

/** Media stay at the provider; we only pass them through. */
export function createEvidencePort(configuration: CurrentConfiguration): EvidencePort {
  const find = ({ connectionId, reference }: Session) => {
    const runtime = configuration.current.connections.get(connectionId ?? "");
    const evidence = runtime?.connection.evidence;
    if (runtime === undefined || evidence === undefined || reference === null) return undefined;
    return { caller: runtime.caller, evidence, reference };
  };
  return {
    async list(session, options) {
      const found = find(session);
      return found?.caller.call({
        ...describe(session, options),
        operation: "list_evidence",
        work: (call) => found.evidence.list(found.reference, call),
      });
    },
    async open(session, itemId, options) {
      const found = find(session);
      return found?.caller.call({
        ...describe(session, options),
        operation: "open_evidence",
        work: (call) => found.evidence.open(found.reference, itemId, call),
      });
    },
  };
}

function describe(session: Session, options: EvidenceRequest) {
  return { ...options, tenantId: session.tenantId, idempotencyKey: session.id, isRepeatable: true };
}
