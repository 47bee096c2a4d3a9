import { parseBoolean, readMember, readRecord, readString } from "@kyc-gateway/adapter-kit";
import type { Check, CheckOutcome } from "@kyc-gateway/adapter-spec/v1";
import { hasMachineReadableZone, readDocumentType } from "./document-types.ts";
import type { Finding } from "./findings.ts";
import { MANUAL_DECISION } from "./identification.ts";
import type { Identification, Verdict } from "./identification.ts";

const HUMAN_OUTCOMES = {
  approved: "passed",
  rejected: "failed",
  none: "informational",
} satisfies Record<Verdict, CheckOutcome>;

/** Every check that an identification tells of. */
export function listChecks(identification: Identification, findings: readonly Finding[]): readonly Check[] {
  return [
    ...readMrzCheck(identification),
    ...findings.map(({ check }) => check),
    ...readHumanReview(identification),
  ];
}

/**
 * Not verified is not forged: the zone of a poor picture is not verified either. Where a document has no zone, the
 * member says nothing: real bodies carry `true` beside a driver's licence.
 */
function readMrzCheck({ raw }: Identification): readonly Check[] {
  const document = readRecord(raw, "document");
  const isVerified = parseBoolean(readMember(document, "mrzVerified"));
  if (isVerified === undefined) return [];
  const hasZone = hasMachineReadableZone(readDocumentType(readString(document, "type")));
  return [{ kind: "document_authenticity", outcome: judgeZone(hasZone, isVerified), raw: "mrzVerified" }];
}

function judgeZone(hasZone: boolean, isVerified: boolean): CheckOutcome {
  if (!hasZone) return "not_run";
  return isVerified ? "passed" : "unavailable";
}

/** Only `ManuallyIdentified` says that a person decided; what `isCrossChecked` says is inferred from its name. */
function readHumanReview({ isCrossChecked, decidedBy, verdict }: Identification): readonly Check[] {
  if (decidedBy === "person")
    return [{ kind: "human_review", outcome: HUMAN_OUTCOMES[verdict], raw: MANUAL_DECISION }];
  return isCrossChecked ? [{ kind: "other", outcome: "informational", raw: "isCrossChecked" }] : [];
}
