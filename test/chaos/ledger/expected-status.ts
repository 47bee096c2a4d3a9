import type { SessionTruth } from "@kyc-gateway/simulators";
import type { ProviderName } from "../stage/processes.ts";

/** The gateway's word for a provider's truth: read anew from the providers' documents, not from the adapters. */
export function findExpectedStatus(provider: ProviderName, truth: SessionTruth): string {
  return provider === "identomat" ? translateIdentomat(truth) : translateOndato(truth);
}

const identomatStatuses: Readonly<Record<string, string>> = {
  approved: "APPROVED",
  rejected: "REJECTED",
  disagreed_with_terms: "REJECTED",
  manual_check: "PENDING_REVIEW",
};

/** `in_progress` stands for a session that nobody has opened too, and for one whose time is over. */
function translateIdentomat({ status, changes, hasLapsed }: SessionTruth): string {
  const decided = identomatStatuses[status];
  if (decided !== undefined) return decided;
  if (hasLapsed) return "EXPIRED";
  return changes > 0 ? "IN_PROGRESS" : "SESSION_CREATED";
}

const ondatoStatuses: Readonly<Record<string, string>> = {
  Pending: "SESSION_CREATED",
  InProgress: "IN_PROGRESS",
  Suspended: "IN_PROGRESS",
  Aborted: "EXPIRED",
  Expired: "EXPIRED",
};

/** `Completed` is no verdict. */
function translateOndato({ status, verdict }: SessionTruth): string {
  const known = ondatoStatuses[status];
  if (known !== undefined) return known;
  if (verdict === "Approved") return "APPROVED";
  return verdict === "Rejected" ? "REJECTED" : "PENDING_REVIEW";
}
