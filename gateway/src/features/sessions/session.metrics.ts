import type { Session, Transition } from "@kyc-gateway/core";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";

/** A transition, as far as it is counted. */
export type CountedTransition = Pick<Transition, "from" | "to" | "cause" | "reasons" | "isReversal">;
/** Where it happened, as far as it is counted. */
export type CountedSession = Pick<Session, "connectionId" | "flow" | "createdAt">;

type TransitionMetrics = Pick<
  Metrics,
  | "transitions"
  | "connectionTransitions"
  | "flowTransitions"
  | "reversals"
  | "decisionTime"
  | "heldApprovals"
  | "operatorDecisions"
>;

interface Counting {
  readonly metrics: TransitionMetrics;
  /** Names of connections; undefined: it is not configured any more. */
  readonly nameConnection: (connectionId: string) => string | undefined;
  readonly nameFlow: (flow: string) => string;
}

/** Counts a transition that is committed. `session` is absent where the transition says nothing of a provider or a flow. */
export function countTransition(
  counting: Counting,
  transition: CountedTransition,
  session?: CountedSession,
): void {
  const { metrics } = counting;
  const { to, cause, reasons, isReversal } = transition;
  metrics.transitions.inc({ to, cause });
  if (cause === "operator") metrics.operatorDecisions.inc({ decision: to });
  if (isReversal) metrics.reversals.inc({ to });
  for (const { check } of reasons) if (check !== undefined) metrics.heldApprovals.inc({ check });
  if (session !== undefined && transition.from !== to) countStatus(counting, transition, session);
}

function countStatus(
  { metrics, nameConnection, nameFlow }: Counting,
  { to, isReversal }: CountedTransition,
  { connectionId, flow, createdAt }: CountedSession,
): void {
  const connection = connectionId === null ? undefined : nameConnection(connectionId);
  if (connection !== undefined) metrics.connectionTransitions.inc({ connection, to });
  metrics.flowTransitions.inc({ flow: nameFlow(flow), to });
  if (!isReversal && (to === "APPROVED" || to === "REJECTED"))
    metrics.decisionTime.observe({ decision: to }, (Date.now() - createdAt.getTime()) / 1000);
}
