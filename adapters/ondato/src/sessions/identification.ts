import {
  AdapterError,
  asRecord,
  defineVocabulary,
  foldWord,
  normaliseText,
  readBoolean,
  readMember,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { asIdentifier } from "../api/identifier.ts";

/** The statuses of a KYC identification (Ondato docs, KYC statuses). */
type VerdictWord = "Approved" | "Rejected" | "Awaiting" | "Unfinished";

/** The words for a decision that a machine took, and one that a person took, maybe long after the session had ended. */
const AUTOMATIC_DECISION = "AutomaticallyIdentified";
export const MANUAL_DECISION = "ManuallyIdentified";

/** What the second level has decided. */
export type Verdict = "approved" | "rejected" | "none";

const verdicts = defineVocabulary<VerdictWord, Verdict>("identification status", {
  Approved: "approved",
  Rejected: "rejected",
  Awaiting: "none",
  Unfinished: "none",
});

/** The second level: who the applicant is, and the verdict. */
export interface Identification {
  readonly id: string;
  readonly verdict: Verdict;
  readonly statusReason: string | undefined;
  /** Who the provider says has decided; absent where `statusReason` says something else. */
  readonly decidedBy: "machine" | "person" | undefined;
  /** Whether a person looked at it. Inferred from the member's name: the documentation prints it without a word. */
  readonly isCrossChecked: boolean;
  readonly raw: UnknownRecord;
}

/** The two levels that an identification must belong to. */
export interface IdentificationOwner {
  readonly identificationId: string;
  readonly identityVerificationId: string;
}

/** Reads the body of `GET /v1/identifications/{id}`; refuses one of another identification or another session. */
export function readIdentification(body: unknown, owner: IdentificationOwner): Identification {
  const record = asRecord(body);
  const id = asIdentifier(readMember(record, "id"));
  if (!record || id !== owner.identificationId || !belongsTo(record, owner.identityVerificationId)) {
    throw new AdapterError({
      code: "response_unrecognised",
      message: "the identification was answered with a body that is not its own",
    });
  }
  const status = readMember(record, "status") ?? undefined;
  const statusReason = normaliseText(readMember(record, "statusReason"));
  return {
    id,
    verdict: status === undefined ? "none" : verdicts.translate(status),
    statusReason,
    decidedBy: statusReason === undefined ? undefined : findDecider(statusReason),
    isCrossChecked: readBoolean(record, "isCrossChecked") === true,
    raw: record,
  };
}

function findDecider(statusReason: string): Identification["decidedBy"] {
  const word = foldWord(statusReason);
  if (word === foldWord(AUTOMATIC_DECISION)) return "machine";
  return word === foldWord(MANUAL_DECISION) ? "person" : undefined;
}

function belongsTo(record: UnknownRecord, identityVerificationId: string): boolean {
  const owner = readMember(record, "identityVerificationId") ?? undefined;
  return owner === undefined || asIdentifier(owner) === identityVerificationId;
}
