import { StartFailure } from "./start-failure.ts";
import type { IntentResult, NewIntent, StartCommand, StartPorts } from "./start-ports.ts";

/** An intent that is ours to work on, or a session that this key has already. */
export type ClaimedIntent = Extract<IntentResult, { session: unknown }>;

/** An attempt ends at the command's deadline; what it still has to commit fits into this. */
const leaseGraceMs = 5000;
/** As long as a key may be repeated. */
const intentLifetimeMs = 24 * 60 * 60 * 1000;

/** Stores the intent before anything is sent, so that a crash leaves a trace of it. Throws `StartFailure`. */
export async function claimIntent(
  ports: StartPorts,
  command: StartCommand,
  {
    sessionId,
    firstConnectionId,
    requiredChecks,
  }: Pick<NewIntent, "sessionId" | "firstConnectionId" | "requiredChecks">,
): Promise<ClaimedIntent> {
  const now = ports.now();
  const intent = await ports.store.saveIntent({
    sessionId,
    firstConnectionId,
    tenantId: command.tenantId,
    flow: command.flowName,
    requiredChecks,
    applicantId: command.request.applicant.id,
    metadata: command.metadata,
    idempotencyKey: command.idempotencyKey,
    requestFingerprint: command.requestFingerprint,
    at: new Date(now),
    leaseMs: command.deadlineAt + leaseGraceMs - now,
    lapsesAt: new Date(now + intentLifetimeMs),
  });
  return refuseUnclaimed(intent);
}

function refuseUnclaimed(intent: IntentResult): ClaimedIntent {
  switch (intent.kind) {
    case "fresh":
    case "resumed":
    case "replayed":
      return intent;
    case "busy":
      throw new StartFailure("idempotency_key_in_use", "A request with this key is being worked on.", {
        retryAfterMs: 1000,
      });
    case "reused":
      throw new StartFailure("idempotency_key_reused", "This key was used with another body.");
    case "closed":
      throw new StartFailure(
        "key_spent",
        "The session of this key has expired or was erased; use a new key.",
      );
  }
}
