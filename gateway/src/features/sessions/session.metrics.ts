import type { Transition } from "@kyc-gateway/core";
import type { Metrics } from "../../platform/observability/metrics.ts";

/** A transition, as far as it is counted. */
export type CountedTransition = Pick<Transition, "from" | "to" | "cause" | "reasons">;

/** Counts a transition that is committed. */
export function countTransition(
  metrics: Pick<Metrics, "transitions" | "heldApprovals" | "operatorDecisions">,
  { from, to, cause, reasons }: CountedTransition,
): void {
  metrics.transitions.inc({ from, to, cause });
  if (cause === "operator") metrics.operatorDecisions.inc({ decision: to });
  for (const { check } of reasons) if (check !== undefined) metrics.heldApprovals.inc({ check });
}
