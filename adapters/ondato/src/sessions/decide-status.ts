import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { listContradictions } from "./contradictions.ts";
import type { Identification, Verdict } from "./identification.ts";
import type { IdentityVerification, ProgressWord } from "./identity-verification.ts";

const STATUS_BY_VERDICT = {
  approved: "APPROVED",
  rejected: "REJECTED",
  none: undefined,
} satisfies Record<Verdict, ReportedStatus | undefined>;

/** Where a session stands that has no verdict, or none that counts yet. */
const STATUS_BY_PROGRESS = {
  Pending: "SESSION_CREATED",
  InProgress: "IN_PROGRESS",
  Suspended: "IN_PROGRESS",
  Completed: "PENDING_REVIEW",
  Aborted: "EXPIRED",
  Expired: "EXPIRED",
} satisfies Record<ProgressWord, ReportedStatus>;

/**
 * Joins the two levels. Only the identification decides, and only once no step is left to do:
 * - while the session goes on, its verdict is not the last word: a setup may have further steps;
 * - a completed session takes the verdict;
 * - an aborted or lapsed one takes a rejection, and an approval only when a person gave it. An automatic one says nothing
 *   of the steps that were left out;
 * - an approval that is contradicted beside it approves nobody.
 */
export function decideStatus(
  verification: IdentityVerification,
  identification?: Identification,
): ReportedStatus {
  const verdict = findCountingVerdict(verification, identification);
  if (verdict !== undefined) return verdict;
  // Declined terms end a session without an identification: nothing is left that anybody could review.
  const isDeclined = verification.isConsented === false && identification === undefined;
  if (isDeclined && verification.progress === "Completed") return "EXPIRED";
  return STATUS_BY_PROGRESS[verification.progress];
}

function findCountingVerdict(
  verification: IdentityVerification,
  identification: Identification | undefined,
): ReportedStatus | undefined {
  if (!identification || !isCounting(verification.progress, identification)) return undefined;
  if (listContradictions(verification, identification).length > 0) return "PENDING_REVIEW";
  return STATUS_BY_VERDICT[identification.verdict];
}

function isCounting(progress: ProgressWord, { verdict, decidedBy }: Identification): boolean {
  if (progress === "Completed") return true;
  if (progress !== "Aborted" && progress !== "Expired") return false;
  return verdict === "rejected" || (verdict === "approved" && decidedBy === "person");
}
