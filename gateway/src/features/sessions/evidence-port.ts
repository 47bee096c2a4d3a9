import type { EvidenceContent, EvidenceItem } from "@kyc-gateway/adapter-spec/v1";
import type { Session } from "@kyc-gateway/core";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import type { CallOutcome } from "../providers/calling/provider-call.ts";

/** When to give up: the deadline counts until the first byte, the signal until the last. */
export interface EvidenceWish {
  readonly deadlineAt: number;
  readonly signal: AbortSignal;
}

/** A session's media at its provider. Undefined: the provider offers none. */
export interface EvidencePort {
  list(session: Session, wish: EvidenceWish): Promise<CallOutcome<readonly EvidenceItem[]> | undefined>;
  open(
    session: Session,
    itemId: string,
    wish: EvidenceWish,
  ): Promise<CallOutcome<EvidenceContent> | undefined>;
}

/** Media stay at the provider; we only pass them through. */
export function createEvidencePort(catalog: CatalogKeeper): EvidencePort {
  const find = ({ connectionId, reference }: Session) => {
    const runtime = catalog.current.connections.get(connectionId ?? "");
    const evidence = runtime?.connection.evidence;
    if (runtime === undefined || evidence === undefined || reference === null) return undefined;
    return { caller: runtime.caller, evidence, reference };
  };
  return {
    async list(session, wish) {
      const found = find(session);
      return found?.caller.call({
        ...describe(session, wish),
        operation: "list_evidence",
        work: (call) => found.evidence.list(found.reference, call),
      });
    },
    async open(session, itemId, wish) {
      const found = find(session);
      return found?.caller.call({
        ...describe(session, wish),
        operation: "open_evidence",
        work: (call) => found.evidence.open(found.reference, itemId, call),
      });
    },
  };
}

function describe(session: Session, wish: EvidenceWish) {
  return { ...wish, tenantId: session.tenantId, idempotencyKey: session.id, isRepeatable: true };
}
