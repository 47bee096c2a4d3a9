import {
  asRecord,
  normaliseText,
  parseNumber,
  readArray,
  readMember,
  readRecord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { readFaults } from "./faults.ts";
import { hasDocument, hasFace, readGeneralDocuments } from "./media.ts";

function hasDevice(body: UnknownRecord): boolean {
  const device = readRecord(body, "technicalDetails");
  const facts = [readMember(device, "remoteAddress"), readMember(device, "userAgent")];
  return facts.some((fact) => normaliseText(fact) !== undefined);
}

/** Whether `person` holds any fact. */
export function hasPersonFacts(body: UnknownRecord): boolean {
  const facts = Object.values(readRecord(body, "person") ?? {});
  return facts.some((fact) => fact !== null && fact !== "");
}

function hasGeolocation(body: UnknownRecord): boolean {
  return readArray(body, "geolocation").length > 0 || asRecord(readMember(body, "geolocation")) !== undefined;
}

/**
 * Whether anything in a result comes from the applicant: a device, an image, a document, facts about the person, a place
 * or a failed attempt. Answers of questionnaires do not count: they may be the tenant's presets.
 */
export function hasSeenApplicant(body: UnknownRecord): boolean {
  const hasScored = (parseNumber(readMember(body, "similarity")) ?? 0) > 0;
  const hasAttempts = readFaults(body).length > 0 || readArray(body, "activities").length > 0;
  return (
    hasScored ||
    hasAttempts ||
    hasDevice(body) ||
    hasFace(body) ||
    hasDocument(body) ||
    hasPersonFacts(body) ||
    hasGeolocation(body) ||
    readGeneralDocuments(body).length > 0
  );
}
