import type { Session } from "@kyc-gateway/core";
import type { CatalogKeeper } from "../../configuration/catalog-keeper.ts";
import type { ConnectionRuntime } from "../../providers/connection-runtime.ts";
import type { EraseAttempt } from "./provider-erasure.ts";

/** Asks the provider of a session to erase it. Never throws for what the provider does. */
export function createEraseAtProvider(
  catalog: CatalogKeeper,
): (session: Session, deadlineAt: number) => Promise<EraseAttempt> {
  return (session, deadlineAt) =>
    erase(catalog.current.connections.get(session.connectionId ?? ""), session, deadlineAt);
}

async function erase(
  runtime: ConnectionRuntime | undefined,
  session: Session,
  deadlineAt: number,
): Promise<EraseAttempt> {
  const { reference } = session;
  if (runtime === undefined || reference === null) return { kind: "failed", code: "settings_invalid" };
  if (runtime.connection.sessions.erase === undefined) return { kind: "settled", outcome: "unsupported" };
  const outcome = await runtime.caller.call({
    operation: "erase",
    tenantId: session.tenantId,
    deadlineAt,
    idempotencyKey: session.id,
    isRepeatable: true,
    work: async (call) => runtime.connection.sessions.erase?.(reference, call),
  });
  return outcome.kind === "ok"
    ? { kind: "settled", outcome: "confirmed" }
    : { kind: "failed", code: outcome.failure.code };
}
