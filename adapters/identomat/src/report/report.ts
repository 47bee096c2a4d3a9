import type { Claims, Report, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { collectClaims, keepDefined, readMember } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { listEvidence } from "../evidence/list-evidence.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { readChecks } from "./checks.ts";
import { readFaults } from "./faults.ts";
import { readIdentityDocument } from "./identity-document.ts";
import { readPerson } from "./person.ts";
import { readPersonOfSides } from "./sides.ts";
import { hasPersonFacts, hasSeenApplicant } from "./presence.ts";
import { readProofsOfAddress } from "./proof-of-address.ts";
import { readQuestionnaires } from "./questionnaires.ts";
import { readComment, readReasons } from "./reasons.ts";
import { readResult } from "./result-word.ts";
import { listUnmappedWords } from "./unmapped-words.ts";
import { readGeolocations, readScreeningMatches, readTechnicalDetails } from "./surroundings.ts";

function readStatus(body: UnknownRecord): ReportedStatus {
  const { status } = readResult(readMember(body, "result"));
  return status === "IN_PROGRESS" && !hasSeenApplicant(body) ? "SESSION_CREATED" : status;
}

function readClaims(body: UnknownRecord): Claims | undefined {
  return collectClaims({
    person: hasPersonFacts(body) ? readPerson(body) : readPersonOfSides(body),
    document: readIdentityDocument(body),
    proofsOfAddress: readProofsOfAddress(body),
  });
}

/**
 * A body of result/, translated. Only `result` is required; everything else may be absent, null or of another type.
 * Throws `response_unrecognised` for a `result` that this adapter does not know.
 */
export function toReport(body: UnknownRecord, settings: Settings, media?: readonly string[]): Report {
  const status = readStatus(body);
  const faults = readFaults(body);
  const evidence = listEvidence(body, media);
  const report = keepDefined({
    status,
    reasons: readReasons(body, status, faults),
    checks: readChecks({ body, status, faults, settings }),
    claims: readClaims(body),
    questionnaires: readQuestionnaires(body),
    screeningMatches: readScreeningMatches(body),
    geolocations: readGeolocations(body),
    technicalDetails: readTechnicalDetails(body),
    evidence: evidence.length === 0 ? undefined : evidence,
    unmappedWords: listUnmappedWords(body, faults),
    comment: readComment(body),
  });
  return { ...report, raw: body };
}
