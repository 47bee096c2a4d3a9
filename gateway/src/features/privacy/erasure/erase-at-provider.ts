import type { Session } from "@kyc-gateway/core";
import type { CurrentConfiguration } from "../../configuration/index.ts";
import type { ConnectionRuntime } from "../../providers/index.ts";
import type { EraseAttempt } from "./provider-erasure.store.ts";

/** Asks the provider of a session to erase it. Never throws for what the provider does. */
export function createEraseAtProvider(
  configuration: CurrentConfiguration,
): (session: Session, deadlineAt: number) => Promise<EraseAttempt> {
  return (session, deadlineAt) =>
    erase(configuration.current.connections.get(session.connectionId ?? ""), session, deadlineAt);
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
