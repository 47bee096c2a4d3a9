import { isNothingCreated, type ProviderFailure } from "../provider/provider-failure.ts";
import type { Route } from "../routing/plan-route.ts";
import type { TraceStep } from "../routing/trace-step.ts";
import type { Session } from "../session/session.ts";
import { decideTransition } from "../session/transition.ts";
import { StartFailure } from "./start-failure.ts";
import type { StartAttempt, StartPorts } from "./start-ports.ts";
import type { CheckedCandidate } from "./prepare-start.ts";

interface Attempts {
  readonly session: Session;
  readonly candidates: readonly CheckedCandidate[];
  readonly route: Route;
  readonly deadlineAt: number;
  /** Whether an earlier request under this key left an unknown outcome behind. */
  readonly isOutcomeUnknown: boolean;
}

/** Tries the candidates in order: the next one only when the one before is known to have created nothing. */
export async function attemptCandidates(ports: StartPorts, attempts: Attempts): Promise<Session> {
  const trace = [...noteRoute(ports, attempts.route)];
  const failures: ProviderFailure[] = [];
  for (const candidate of attempts.candidates) {
    const { connectionId, connectionName } = candidate.target;
    if (failures.length > 0) await ports.store.noteAttempt(attempts.session, connectionId);
    const attempt = await ports.providers.start(connectionId, candidate.request, attempts.deadlineAt);
    if (attempt.kind === "started") {
      trace.push(noteStep(ports, { connection: connectionName, step: "chosen" }));
      return saveOutcome(ports, { session: attempts.session, connectionId, started: attempt.started, trace });
    }
    failures.push(attempt.failure);
    trace.push(noteStep(ports, { connection: connectionName, step: "failed", why: attempt.failure.code }));
    if (!isNothingCreated(attempt.failure)) break;
  }
  const isOutcomeUnknown =
    attempts.isOutcomeUnknown || failures.some((failure) => !isNothingCreated(failure));
  await ports.store.saveFailure(attempts.session, { trace, isOutcomeUnknown });
  throw explainFailure(failures, isOutcomeUnknown);
}

function noteRoute(ports: StartPorts, { candidates, skipped, record }: Route): readonly TraceStep[] {
  const connection = candidates[0]?.connectionName ?? "";
  return [
    noteStep(ports, { connection, step: "routed", route: record }),
    ...skipped.map(({ connectionName, why }) =>
      noteStep(ports, { connection: connectionName, step: "skipped", why }),
    ),
  ];
}

function noteStep(ports: StartPorts, step: Omit<TraceStep, "at">): TraceStep {
  return { at: new Date(ports.now()), ...step };
}

async function saveOutcome(
  ports: StartPorts,
  outcome: {
    session: Session;
    connectionId: string;
    started: Extract<StartAttempt, { kind: "started" }>["started"];
    trace: readonly TraceStep[];
  },
): Promise<Session> {
  const { session, connectionId, started, trace } = outcome;
  const at = new Date(ports.now());
  const decision = decideTransition(session, { status: "SESSION_CREATED", reasons: [], cause: "start", at });
  const lapsesAt =
    started.lapsesAt === undefined
      ? new Date(at.getTime() + ports.providers.sessionLifetimeMs(connectionId))
      : new Date(started.lapsesAt);
  const saved =
    decision.kind === "moved"
      ? await ports.store.saveOutcome(session, {
          connectionId,
          started,
          lapsesAt,
          transition: decision.transition,
          trace,
        })
      : undefined;
  if (saved === undefined)
    throw new StartFailure(
      "session_not_startable",
      "The session was closed while it was being started; use a new key.",
    );
  return saved;
}

function explainFailure(failures: readonly ProviderFailure[], isOutcomeUnknown: boolean): StartFailure {
  const last = failures.at(-1);
  const retryAfterMs = last?.retryAfterMs;
  const detail = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (isOutcomeUnknown) {
    return new StartFailure(
      "provider_outcome_unknown",
      "The provider did not say whether it created a session. Repeat with the same key.",
      detail,
    );
  }
  if (last?.code === "request_rejected" || last?.code === "unsupported")
    return new StartFailure("provider_refused", "The provider refused the request.", detail);
  if (last?.code === "credentials_rejected" || last?.code === "settings_invalid") {
    return new StartFailure(
      "provider_misconfigured",
      "The provider did not accept the connection's credentials or settings.",
      detail,
    );
  }
  return new StartFailure(
    "provider_unavailable",
    "No provider of the flow is available now. Repeat with the same key.",
    detail,
  );
}
