import type { Session } from "../session/session.ts";
import { attemptCandidates } from "./attempt-candidates.ts";
import { prepareStart } from "./prepare-start.ts";
import { StartFailure } from "./start-failure.ts";
import type { StartCommand, StartPorts, IntentResult, NewIntent } from "./start-ports.ts";

/** What a started session is, and whether this request made it or found it. */
export interface StartResult {
  readonly session: Session;
  readonly isReplay: boolean;
}

/**
 * Gives a tenant one usable session for one idempotency key: intent → provider → outcome, each committed before the
 * next. A crash between two of them leaves an intent that the same key can take up again once its lease is over.
 * Throws `StartFailure`.
 */
export async function startSession(ports: StartPorts, command: StartCommand): Promise<StartResult> {
  try {
    return await claimAndStart(ports, command);
  } catch (error) {
    // A key that already has its session gives it back even when the flow has changed since.
    const replay =
      error instanceof StartFailure && isAboutRequest(error)
        ? await ports.store.findReplay(command)
        : undefined;
    if (replay?.kind === "replayed") return { session: replay.session, isReplay: true };
    throw error;
  }
}

async function claimAndStart(ports: StartPorts, command: StartCommand): Promise<StartResult> {
  const prepared = await prepareStart(ports, command);
  const [first] = prepared.candidates;
  const intent = await claimIntent(ports, command, {
    sessionId: prepared.sessionId,
    firstConnectionId: first.target.connectionId,
    requiredChecks: prepared.requiredChecks,
  });
  if (intent.kind === "replayed") return { session: intent.session, isReplay: true };
  const unknownAt = intent.kind === "resumed" ? intent.unknownAt : undefined;
  if (unknownAt !== undefined) refuseHarmful(ports, unknownAt);
  // A resumed intent has an id of its own already.
  const candidates = prepared.candidates.map(({ target, request }) => ({
    target,
    request: { ...request, sessionId: intent.session.id },
  }));
  const { session } = intent;
  const { route } = prepared;
  return {
    session: await attemptCandidates(ports, {
      session,
      candidates,
      route,
      deadlineAt: command.deadlineAt,
      unknownAt: unknownAt?.connectionId ?? undefined,
    }),
    isReplay: false,
  };
}

/**
 * After an unknown outcome something is started again, there or elsewhere, only where a second session does no harm: else
 * the first one's fate must be known, or its time be up.
 */
function refuseHarmful(ports: StartPorts, { connectionId }: { readonly connectionId: string | null }): void {
  if (connectionId !== null && ports.providers.isStartRepeatable(connectionId)) return;
  throw new StartFailure(
    "provider_outcome_unknown",
    "It is still unknown whether the provider created a session for this key. Repeat later with the same key.",
    { retryAfterMs: 60_000 },
  );
}

function isAboutRequest({ code }: StartFailure): boolean {
  return (
    code === "unknown_flow" ||
    code === "flow_unsupported" ||
    code === "invalid_request" ||
    code === "parent_not_found"
  );
}

/** An intent that is ours to work on, or a session that this key has already. */
type ClaimedIntent = Extract<IntentResult, { session: unknown }>;

/** An attempt ends at the command's deadline; what it still has to commit fits into this. */
const leaseGraceMs = 5000;
/** As long as a key may be repeated. */
const intentLifetimeMs = 24 * 60 * 60 * 1000;

/** Stores the intent before anything is sent, so that a crash leaves a trace of it. Throws `StartFailure`. */
async function claimIntent(
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
