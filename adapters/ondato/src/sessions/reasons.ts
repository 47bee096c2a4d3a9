import { asCode, sanitiseWord } from "@kyc-gateway/adapter-kit";
import type { Reason, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { listContradictions } from "./contradictions.ts";
import type { Finding } from "./findings.ts";
import type { Identification } from "./identification.ts";
import type { IdentityVerification } from "./identity-verification.ts";
import { refusalWords } from "./status-reasons.table.ts";

const PROGRESS_REASONS: Readonly<Partial<Record<IdentityVerification["progress"], Reason>>> = {
  Aborted: { code: "applicant_aborted", raw: "Aborted" },
  Expired: { code: "session_lapsed", raw: "Expired" },
};

/** What a report is made of. */
export interface Grounds {
  readonly status: ReportedStatus;
  readonly verification: IdentityVerification;
  readonly identification: Identification | undefined;
  readonly findings: readonly Finding[];
}

/** Why the session stands where it stands: reasons of this status alone, each code once. */
export function listReasons(grounds: Grounds): readonly Reason[] {
  const { status, verification, identification } = grounds;
  const reasons: Reason[] = [];
  if (verification.isConsented === false) reasons.push({ code: "terms_declined", raw: "isConsented:false" });
  const ending = PROGRESS_REASONS[verification.progress];
  if (status === "EXPIRED" && ending !== undefined) reasons.push(ending);
  if (identification) reasons.push(...listVerdictReasons(grounds, identification));
  return reasons.filter(({ code }, index) => reasons.findIndex((reason) => reason.code === code) === index);
}

function listVerdictReasons(
  { status, verification, findings }: Grounds,
  identification: Identification,
): readonly Reason[] {
  if (status === "APPROVED") return listApprovalReasons(identification);
  if (status !== "REJECTED" && status !== "PENDING_REVIEW") return [];
  return [
    ...listContradictions(verification, identification),
    ...listRefusalReasons(identification),
    ...findings.flatMap(({ check, reason }) =>
      reason === undefined ? [] : [{ code: reason, ...raw(check.raw) }],
    ),
  ];
}

/** A machine's approval needs no reason, and the reason of an earlier refusal explains none. */
function listApprovalReasons({ statusReason, decidedBy }: Identification): readonly Reason[] {
  if (statusReason === undefined || decidedBy === "machine") return [];
  if (decidedBy === "person") return [{ code: "operator_decision", ...raw(statusReason) }];
  return refusalWords.find(statusReason) === undefined ? [createUnmappedReason(statusReason)] : [];
}

function listRefusalReasons({ statusReason, decidedBy, verdict }: Identification): readonly Reason[] {
  if (statusReason === undefined) return [];
  if (decidedBy === undefined) return [translateRefusal(statusReason)];
  // Who decided explains a decision, and none that has been taken back.
  if (verdict !== "rejected") return [];
  return [{ code: decidedBy === "person" ? "operator_decision" : "unspecified", ...raw(statusReason) }];
}

function translateRefusal(statusReason: string): Reason {
  const code = refusalWords.find(statusReason)?.reason;
  return code === undefined ? createUnmappedReason(statusReason) : { code, ...raw(statusReason) };
}

/** A word that the tables lack may be prose, with a person in it. */
function createUnmappedReason(statusReason: string): Reason {
  return { code: "unspecified", ...raw(asCode(statusReason)) };
}

function raw(word: string | undefined): Pick<Reason, "raw"> {
  return word === undefined ? {} : { raw: sanitiseWord(word) };
}
