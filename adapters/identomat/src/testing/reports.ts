import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Check, CheckKind, Report } from "@kyc-gateway/adapter-spec/v1";
import { toReport } from "../report/report.ts";
import type { Settings } from "../settings/settings.schema.ts";
import { createSettings } from "./connection.ts";
import { readFixture } from "./fixtures.ts";

export const approved = readFixture("result-approved");
export const rejected = readFixture("result-rejected");

export function report(body: UnknownRecord, settings: Partial<Settings> = {}): Report {
  return toReport(body, { ...createSettings(), ...settings });
}

export function findCheck(
  body: UnknownRecord,
  kind: CheckKind,
  settings: Partial<Settings> = {},
): Check | undefined {
  return report(body, settings).checks.find((check) => check.kind === kind);
}

/** The approved session with other members of `person`. */
export function withPerson(members: UnknownRecord): Report {
  return report({ ...approved, person: { ...(approved["person"] as UnknownRecord), ...members } });
}
