import type { Session } from "@kyc-gateway/core";
import type { Facet, ProviderReference } from "@kyc-gateway/adapter-spec/v1";
import type { FastifyReply, FastifyRequest } from "fastify";
import { ProblemError } from "../../platform/http/problem-error.ts";
import {
  callFacet,
  listUsable,
  refuseUnsupported,
  type ConnectionRuntime,
  type ConnectionsInUse,
  type FacetCall,
} from "../providers/index.ts";

/** A session's own connection, with what the facet needs of the session. */
export interface SessionFacet {
  readonly runtime: ConnectionRuntime;
  readonly reference: ProviderReference;
}

/**
 * The session's connection, if it offers the facet. Throws `session_erased`, and `facet_unsupported` with the tenant's connections
 * that can: also while there is no session at a provider yet.
 */
export function requireSessionFacet(
  configuration: ConnectionsInUse,
  { tenantId, connectionId, reference, erasure }: Session,
  facet: Facet,
): SessionFacet {
  if (erasure !== "none") throw new ProblemError("session_erased");
  const runtime = configuration.current.connections.get(connectionId ?? "");
  if (runtime !== undefined && reference !== null && runtime.connection[facet] !== undefined)
    return { runtime, reference };
  const able = listUsable(configuration, tenantId).filter((own) => own.connection[facet] !== undefined);
  return refuseUnsupported(facet, able);
}

/** Calls the facet; a session that the provider does not have any more is told as such. */
export function callSessionFacet<T>(
  { runtime }: SessionFacet,
  session: Session,
  call: Pick<FacetCall<T>, "operation" | "deadlineAt" | "signal" | "work" | "problems">,
): Promise<T> {
  return callFacet(runtime, {
    tenantId: session.tenantId,
    idempotencyKey: session.id,
    isRepeatable: true,
    ...call,
  });
}

/** A product that hangs up, or whose key has ended, stops the provider's transfer too. */
export function abortWithConsumer(request: FastifyRequest, { raw }: FastifyReply): AbortSignal {
  const controller = new AbortController();
  const release = request.watchAccess(() => {
    controller.abort();
    raw.destroy();
  });
  raw.once("close", () => {
    release();
    if (!raw.writableFinished) controller.abort();
  });
  return controller.signal;
}
