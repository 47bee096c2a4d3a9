import type { Report, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { factVariants } from "./fact-variants.ts";

/** Where a provider of good behaviour may go next: forward, and from a decision to another one alone. */
const nextTruths = {
  SESSION_CREATED: ["IN_PROGRESS", "PENDING_REVIEW", "APPROVED", "REJECTED", "EXPIRED"],
  IN_PROGRESS: ["PENDING_REVIEW", "APPROVED", "REJECTED", "EXPIRED"],
  PENDING_REVIEW: ["APPROVED", "REJECTED", "EXPIRED"],
  APPROVED: ["REJECTED"],
  REJECTED: ["APPROVED"],
  EXPIRED: ["APPROVED", "REJECTED"],
} as const satisfies Record<ReportedStatus, readonly ReportedStatus[]>;

const allTruths = Object.keys(nextTruths) as ReportedStatus[];
const reasonCodes = ["face_mismatch", "document_expired"] as const;

/** The provider's side of one session. */
export interface ProviderModel {
  readonly truth: ReportedStatus;
  /** Which try of the applicant it is at. */
  readonly attempt: number;
  /** How often it has acted. */
  readonly version: number;
  /** The applicant, the provider's operator or its clock acts. An erratic provider goes anywhere, also back. */
  act(choice: number): void;
  /** What a read answers at this moment; `raw` is the version. */
  report(): Report;
}

/** A provider of good behaviour lets nobody try again whom it has decided about. */
function isFinal(truth: ReportedStatus, isErratic: boolean): boolean {
  return !isErratic && (truth === "APPROVED" || truth === "REJECTED");
}

export function createProviderModel(isErratic: boolean): ProviderModel {
  let truth: ReportedStatus = "SESSION_CREATED";
  let reasonIndex = 0;
  let variant = 0;
  let version = 0;
  let attempt = 1;
  return {
    get attempt() {
      return attempt;
    },
    get truth() {
      return truth;
    },
    get version() {
      return version;
    },
    act(choice) {
      const isTryingAgain = (choice >> 3) % 8 === 0 && !isFinal(truth, isErratic);
      const candidates: readonly ReportedStatus[] =
        isErratic || isTryingAgain ? allTruths : nextTruths[truth];
      if (isTryingAgain) attempt += 1;
      // Sometimes only the reasons change.
      if (choice % 7 !== 0) truth = candidates[choice % candidates.length] ?? truth;
      variant = (choice >> 2) % factVariants.length;
      reasonIndex = choice % reasonCodes.length;
      version += 1;
    },
    report() {
      const code = reasonCodes[reasonIndex] ?? "unspecified";
      const facts = factVariants[variant] ?? { checks: [] };
      // Whoever has had one try alone does not count.
      const counted = attempt === 1 && variant % 2 === 0 ? {} : { attempt };
      return {
        ...counted,
        status: truth,
        reasons: truth === "REJECTED" ? [{ code }] : [],
        ...facts,
        raw: version,
      };
    },
  };
}
