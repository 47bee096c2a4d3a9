import {
  asRecord,
  collectClaims,
  parseDate,
  parseName,
  readMember,
  readRecord,
  urlPath,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Call, Claims, ProviderReference, Report } from "@kyc-gateway/adapter-spec/v1";
import type { TemplateApi } from "../api/template-api.ts";
import { statusWords } from "./status.ts";

export async function readSession(api: TemplateApi, { id }: ProviderReference, call: Call): Promise<Report> {
  const path = urlPath`/sessions/${id}`;
  const answer = await api.request({ operation: "read session", method: "GET", path }, call);
  return toReport(asRecord(answer.body));
}

// TODO 6: reasons (defineOpenVocabulary), checks, claims, and whatever else the provider tells.
function toReport(body: UnknownRecord | undefined): Report {
  const status = statusWords.translate(readMember(body, "status"));
  const claims = readClaims(readRecord(body, "person"));
  return { status, reasons: [], checks: [], ...(claims === undefined ? {} : { claims }), raw: body };
}

/** What was verified about the person; every fact that is not there is an absent member. */
function readClaims(person: UnknownRecord | undefined): Claims | undefined {
  return collectClaims({
    person: {
      givenName: parseName(readMember(person, "first_name")),
      familyName: parseName(readMember(person, "last_name")),
      dateOfBirth: parseDate(readMember(person, "birth_date")),
    },
  });
}
