import type { StartRequest } from "@kyc-gateway/adapter-spec/v1";
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
  /** Where an earlier request under this key left an unknown outcome behind that does no harm. */
  readonly unknownAt: string | undefined;
}

/** What has become of the attempts so far. */
interface Progress {
  readonly trace: TraceStep[];
  readonly failures: ProviderFailure[];
  /** The connection that the store knows to be asked now. */
  notedAt: string | undefined;
  /** The last connection where something may have been created all the same. */
  unknownAt: string | undefined;
  /** The connection asked just before, where that is so; the store does not know of it yet. */
  abandonedAt: string | undefined;
}

/**
 * Tries the candidates in order: the next one when the one before is known to have created nothing, or when its adapter
 * says that a session which nobody uses does no harm.
 */
export async function attemptCandidates(ports: StartPorts, attempts: Attempts): Promise<Session> {
  const { session, candidates } = attempts;
  const progress: Progress = {
    trace: [...noteRoute(ports, attempts.route)],
    failures: [],
    notedAt: attempts.unknownAt ?? candidates[0]?.target.connectionId,
    unknownAt: attempts.unknownAt,
    abandonedAt: undefined,
  };
  for (const [index, candidate] of candidates.entries()) {
    const isLast = index === candidates.length - 1;
    const attempt = await attemptOne(ports, progress, { ...attempts, candidate, isLast });
    if (attempt.kind === "started") {
      const { connectionId } = candidate.target;
      const { started, mayHaveDuplicate } = attempt;
      return saveOutcome(ports, { session, connectionId, started, mayHaveDuplicate, trace: progress.trace });
    }
    if (!mayGoOn(ports, candidate, attempt.failure)) break;
  }
  return endInFailure(ports, session, progress);
}

async function attemptOne(
  ports: StartPorts,
  progress: Progress,
  attempt: Pick<Attempts, "session" | "deadlineAt"> & { candidate: CheckedCandidate; isLast: boolean },
): Promise<StartAttempt> {
  const { session, candidate } = attempt;
  const { connectionId } = candidate.target;
  if (progress.notedAt !== connectionId)
    await ports.store.noteAttempt(session, connectionId, progress.abandonedAt);
  progress.notedAt = connectionId;
  progress.abandonedAt = undefined;
  const deadlineAt = shareTime(ports, attempt);
  const request = await addPrevious(ports, session, candidate);
  const result = await ports.providers.start(connectionId, request, deadlineAt);
  noteResult(progress, candidate, result);
  progress.trace.push(...describeResult(candidate, result).map((step) => noteStep(ports, step)));
  return result;
}

async function addPrevious(
  ports: StartPorts,
  session: Session,
  { target: { connectionId }, request }: CheckedCandidate,
): Promise<StartRequest> {
  if (!ports.providers.wantsPrevious(connectionId)) return request;
  const previous = await ports.store.findPrevious(session, connectionId);
  return previous === undefined ? request : { ...request, previous };
}

function noteResult(progress: Progress, { target }: CheckedCandidate, result: StartAttempt): void {
  if (result.kind === "started") return;
  progress.failures.push(result.failure);
  if (isNothingCreated(result.failure)) return;
  progress.unknownAt = target.connectionId;
  progress.abandonedAt = target.connectionId;
}

function describeResult(
  { target: { connectionName: connection } }: CheckedCandidate,
  result: StartAttempt,
): readonly Omit<TraceStep, "at">[] {
  if (result.kind === "started") {
    const chosen = { connection, step: "chosen" } as const;
    return result.mayHaveDuplicate
      ? [{ connection, step: "outcome_unknown", why: "repeated" }, chosen]
      : [chosen];
  }
  const { failure } = result;
  return [{ connection, step: isNothingCreated(failure) ? "failed" : "outcome_unknown", why: failure.code }];
}

/** A provider that hangs must leave time for those behind it, where they may be asked after it: half of what is left. */
function shareTime(
  ports: StartPorts,
  { deadlineAt, candidate, isLast }: { deadlineAt: number; candidate: CheckedCandidate; isLast: boolean },
): number {
  if (isLast || !ports.providers.isStartRepeatable(candidate.target.connectionId)) return deadlineAt;
  const now = ports.now();
  return now + (deadlineAt - now) / 2;
}

/** The applicant was not handed off to anybody: what may be there without our knowing is used by nobody, and lapses. */
function mayGoOn(ports: StartPorts, { target }: CheckedCandidate, failure: ProviderFailure): boolean {
  return isNothingCreated(failure) || ports.providers.isStartRepeatable(target.connectionId);
}

async function endInFailure(ports: StartPorts, session: Session, progress: Progress): Promise<never> {
  const { trace, failures, unknownAt, notedAt } = progress;
  // The key stays bound to where something may be, not to where nothing is.
  if (unknownAt !== undefined && unknownAt !== notedAt) await ports.store.noteAttempt(session, unknownAt);
  const isOutcomeUnknown = unknownAt !== undefined;
  await ports.store.saveFailure(session, { trace, isOutcomeUnknown });
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
    mayHaveDuplicate: boolean;
    trace: readonly TraceStep[];
  },
): Promise<Session> {
  const { session, connectionId, started, mayHaveDuplicate, trace } = outcome;
  const at = new Date(ports.now());
  const decision = decideTransition(session, {
    status: "SESSION_CREATED",
    origin: "provider",
    reasons: [],
    attempt: session.attempt,
    cause: "start",
    at,
  });
  const lapsesAt =
    started.lapsesAt === undefined
      ? new Date(at.getTime() + ports.providers.sessionLifetimeMs(connectionId, session))
      : new Date(started.lapsesAt);
  const saved =
    decision.kind === "moved"
      ? await ports.store.saveOutcome(session, {
          connectionId,
          started,
          lapsesAt,
          transition: decision.transition,
          trace,
          mayHaveDuplicate,
        })
      : undefined;
  if (saved === "reference_taken") return refuseTaken(ports, session, trace);
  if (saved === undefined)
    throw new StartFailure(
      "session_not_startable",
      "The session was closed while it was being started; use a new key.",
    );
  return saved;
}

/** Two sessions must not share what the provider decides about one of them. */
async function refuseTaken(ports: StartPorts, session: Session, trace: readonly TraceStep[]): Promise<never> {
  const connection = trace.at(-1)?.connection ?? "";
  const step = noteStep(ports, { connection, step: "failed", why: "reference_taken" });
  await ports.store.saveFailure(session, { trace: [...trace, step], isOutcomeUnknown: false });
  throw new StartFailure(
    "reference_taken",
    "The provider answered with a session that belongs to an earlier one of yours or of another tenant. Nothing was started.",
  );
}

/** What a provider does not take, and will not take when it is asked again. */
const refusals: ReadonlySet<ProviderFailure["code"]> = new Set([
  "request_rejected",
  "unsupported",
  "conflict",
  "not_found",
]);

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
  if (last !== undefined && refusals.has(last.code))
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
