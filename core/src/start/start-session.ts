import type { Mistake, ProviderReference, StartRequest } from "@kyc-gateway/adapter-spec/v1";
import { planRoute, type Flow, type Route, type Target } from "../routing/plan-route.ts";
import type { Session } from "../session/session.ts";
import { attemptCandidates } from "./attempt-candidates.ts";
import { StartFailure } from "./start-failure.ts";
import type { IntentResult, StartCommand, StartPorts } from "./start-ports.ts";

/** A candidate whose request has passed the adapter's own checks. */
export interface CheckedCandidate {
  readonly target: Target;
  readonly request: StartRequest;
}

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
  const prepared = await prepare(ports, command).catch(async (error: unknown) => {
    // A key that already has its session gives it back even when the flow has changed since.
    const replay = await ports.store.findReplay(command);
    if (replay?.kind === "replayed") return replay.session;
    throw error;
  });
  if ("status" in prepared) return { session: prepared, isReplay: true };
  const session = await claimIntent(ports, command, prepared.sessionId);
  if (session.isReplay) return session;
  const candidates = prepared.candidates.map((candidate) => ({
    ...candidate,
    // A resumed intent has an id of its own already.
    request: { ...candidate.request, sessionId: session.session.id },
  }));
  return {
    session: await attemptCandidates(ports, {
      session: session.session,
      candidates,
      skipped: prepared.route.skipped,
      deadlineAt: command.deadlineAt,
    }),
    isReplay: false,
  };
}

interface Prepared {
  readonly sessionId: string;
  readonly route: Route;
  readonly candidates: readonly CheckedCandidate[];
}

async function prepare(ports: StartPorts, command: StartCommand): Promise<Prepared> {
  const flow = ports.flows.findFlow(command.tenantId, command.flowName);
  if (flow === undefined) throw new StartFailure("unknown_flow", "The tenant has no flow of this name.");
  const parent = await findParent(ports, command);
  const route = planRoute(
    parent === undefined ? flow : bindToConnection(flow, parent.connectionId),
    ports.providers,
  );
  const sessionId = ports.newId();
  const judged = route.candidates.map((target) =>
    judgeCandidate(ports, target, buildRequest(command, { sessionId, target, parent: parent?.reference })),
  );
  const candidates = judged.flatMap(({ candidate, mistakes }) => (mistakes.length === 0 ? [candidate] : []));
  if (candidates.length === 0) throw explainNoCandidate(judged.flatMap(({ mistakes }) => mistakes));
  return { sessionId, route, candidates };
}

async function findParent(ports: StartPorts, command: StartCommand) {
  if (command.parentSessionId === undefined) return undefined;
  const parent = await ports.store.findParent(command.tenantId, command.parentSessionId);
  if (parent === undefined || parent.connectionId === null || parent.reference === null) {
    throw new StartFailure("parent_not_found", "There is no session that this one can belong to.", {
      mistakes: [
        {
          pointer: "/parentSessionId",
          code: "not_found",
          message: "is no session of yours that has been started",
        },
      ],
    });
  }
  return { connectionId: parent.connectionId, reference: parent.reference };
}

/** A session that belongs to another can only live at the same account. */
function bindToConnection(flow: Flow, connectionId: string): Flow {
  return { ...flow, targets: flow.targets.filter((target) => target.connectionId === connectionId) };
}

function buildRequest(
  command: StartCommand,
  { sessionId, target, parent }: { sessionId: string; target: Target; parent: ProviderReference | undefined },
): StartRequest {
  return {
    ...command.request,
    sessionId,
    flow: target.flowSettings,
    ...(parent === undefined ? {} : { parent }),
  };
}

function judgeCandidate(ports: StartPorts, target: Target, request: StartRequest) {
  return {
    candidate: { target, request },
    mistakes: ports.providers.checkStart(target.connectionId, request),
  };
}

function explainNoCandidate(mistakes: readonly Mistake[]): StartFailure {
  return mistakes.length === 0
    ? new StartFailure("flow_unsupported", "No connection of the flow can serve this request.")
    : new StartFailure("invalid_request", "No connection of the flow accepts this request.", { mistakes });
}

async function claimIntent(
  ports: StartPorts,
  command: StartCommand,
  sessionId: string,
): Promise<StartResult> {
  const now = ports.now();
  const intent = await ports.store.saveIntent({
    sessionId,
    tenantId: command.tenantId,
    flow: command.flowName,
    applicantId: command.request.applicant.id,
    metadata: command.metadata,
    idempotencyKey: command.idempotencyKey,
    requestFingerprint: command.requestFingerprint,
    at: new Date(now),
    leaseUntil: new Date(command.deadlineAt + leaseGraceMs),
  });
  return readIntent(intent);
}

/** An attempt ends at the command's deadline; what it still has to commit fits into this. */
const leaseGraceMs = 5000;

function readIntent(intent: IntentResult): StartResult {
  switch (intent.kind) {
    case "fresh":
    case "resumed":
      return { session: intent.session, isReplay: false };
    case "replayed":
      return { session: intent.session, isReplay: true };
    case "busy":
      throw new StartFailure("idempotency_key_in_use", "A request with this key is being worked on.", {
        retryAfterMs: 1000,
      });
    case "reused":
      throw new StartFailure("idempotency_key_reused", "This key was used with another body.");
    case "closed":
      throw new StartFailure(
        "session_not_startable",
        "The session of this key has expired or was erased; use a new key.",
      );
  }
}
