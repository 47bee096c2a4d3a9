import type { Check, CheckKind, CheckOutcome, Reason } from "@kyc-gateway/adapter-spec/v1";
import type { Session } from "./session.ts";
import { findMachineState } from "./status-machine.ts";

/**
 * Whether a check of this outcome was done and nothing speaks against it. `informational` was done: the provider's
 * decision as a whole judges it.
 */
const hasRun = {
  passed: true,
  informational: true,
  failed: false,
  unavailable: false,
  not_run: false,
} as const satisfies Record<CheckOutcome, boolean>;

/**
 * Why an approved report does not cover what the flow requires; empty: it does. While an approval is held, a report
 * that merely says less adds nothing to what is missing.
 */
export function findMissingChecks(
  session: Pick<Session, "requiredChecks" | "status" | "origin" | "reasons">,
  checks: readonly Check[],
): readonly Reason[] {
  const missing = session.requiredChecks.filter((kind) => !isCovered(kind, checks));
  if (missing.length === 0 || findMachineState(session) !== "HELD") return missing.map(toReason);
  const still = missing.filter((kind) => wasMissing(session.reasons, kind) || isRefused(kind, checks));
  return still.length === 0 ? session.reasons : still.map(toReason);
}

/** At least one check of the kind ran, and none failed or could not run. */
function isCovered(kind: CheckKind, checks: readonly Check[]): boolean {
  return checks.some((check) => check.kind === kind && hasRun[check.outcome]) && !isRefused(kind, checks);
}

function isRefused(kind: CheckKind, checks: readonly Check[]): boolean {
  return checks.some(
    ({ kind: other, outcome }) => other === kind && (outcome === "failed" || outcome === "unavailable"),
  );
}

function wasMissing(reasons: readonly Reason[], kind: CheckKind): boolean {
  return reasons.some(({ code, check }) => code === "required_check_missing" && check === kind);
}

function toReason(check: CheckKind): Reason {
  return { code: "required_check_missing", check };
}
