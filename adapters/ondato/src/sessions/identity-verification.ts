import {
  AdapterError,
  asRecord,
  defineVocabulary,
  parseBoolean,
  readMember,
  readRecord,
  readString,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { asIdentifier } from "../api/identifier.ts";

/** The statuses of an identity verification (Ondato docs, IDV statuses). */
export type ProgressWord = "Pending" | "InProgress" | "Suspended" | "Completed" | "Aborted" | "Expired";

const progressWords = defineVocabulary<ProgressWord, ProgressWord>("identity verification status", {
  Pending: "Pending",
  InProgress: "InProgress",
  Suspended: "Suspended",
  Completed: "Completed",
  Aborted: "Aborted",
  Expired: "Expired",
});

/** The first level: how far the applicant has come. */
export interface IdentityVerification {
  readonly id: string;
  readonly progress: ProgressWord;
  /** Absent until the applicant has begun the step. */
  readonly identificationId: string | undefined;
  /** Absent while the question has not been answered; see `readConsent`. */
  readonly isConsented: boolean | undefined;
  /** Whether Ondato has deleted what it held of the person. */
  readonly isRedacted: boolean;
  readonly raw: UnknownRecord;
}

/** Reads the body of `GET /v1/identity-verifications/{id}`; refuses one that is another's. */
export function readIdentityVerification(body: unknown, expectedId: string): IdentityVerification {
  const record = asRecord(body);
  const id = asIdentifier(readMember(record, "id"));
  if (!record || id === undefined || id !== expectedId) {
    throw new AdapterError({
      code: "response_unrecognised",
      message: "the identity verification was answered with a body that is not its own",
    });
  }
  const step = readRecord(record, "step");
  const progress = progressWords.translate(readMember(record, "status"));
  return {
    id,
    progress,
    identificationId: readIdentificationId(readRecord(step, "kycIdentification")),
    isConsented: readConsent(readRecord(step, "consent"), progress),
    isRedacted: readString(readRecord(record, "redaction"), "redactedUtc") !== undefined,
    raw: record,
  };
}

function readIdentificationId(step: UnknownRecord | undefined): string | undefined {
  const value = readMember(step, "id") ?? undefined;
  const id = asIdentifier(value);
  if (value !== undefined && id === undefined) {
    throw new AdapterError({
      code: "response_unrecognised",
      message: "the identity verification names its identification by something that is no id",
    });
  }
  return id;
}

/**
 * `isConsented: false` also stands where nobody has been asked yet (the documentation prints it beside `Pending`), and
 * where a link is opened afresh whose consent is older. It is an answer once it carries a time and the applicant has
 * begun, or once the session is over.
 */
function readConsent(consent: UnknownRecord | undefined, progress: ProgressWord): boolean | undefined {
  const isConsented = parseBoolean(readMember(consent, "isConsented"));
  if (isConsented !== false) return isConsented;
  if (progress === "Pending") return undefined;
  const isOver = progress === "Completed" || progress === "Aborted" || progress === "Expired";
  return isOver || readString(consent, "consentedUtc") !== undefined ? false : undefined;
}
