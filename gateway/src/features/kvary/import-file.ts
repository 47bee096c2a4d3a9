import { ApplicantId } from "@kyc-gateway/http-api";
import { Value } from "@sinclair/typebox/value";
import type { EarlierDecision } from "../sessions/index.ts";
import { InputError } from "../../platform/validation/input-error.ts";
import { kvaryNames } from "./provision-kvary.ts";

type ImportedDecision = Omit<EarlierDecision, "tenantId">;

const statuses = { VERIFIED: "APPROVED", REJECTED: "REJECTED" } as const;
const members = ["userId", "status", "decidedAt", "documentExpiresOn"];

/** A file that has issues: nothing of it was imported. */
class ImportFileError extends InputError {
  constructor(issues: readonly string[]) {
    const shown = issues.slice(0, 20);
    const more = issues.length > shown.length ? [`and ${issues.length - shown.length} more`] : [];
    super(["Nothing was imported. The file has issues:", ...shown, ...more].join("\n  - "));
    this.name = "ImportFileError";
  }
}

/** Reads one JSON object for each line. Messages name lines, and no person. Throws `ImportFileError` with every issue. */
export function readImportFile(text: string, now: Date): readonly ImportedDecision[] {
  const issues: string[] = [];
  const seen = new Map<string, number>();
  const decisions = text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const found = readLine(line, now);
    if (typeof found === "string") {
      issues.push(`line ${index + 1}: ${found}`);
      return [];
    }
    const earlier = seen.get(found.applicantId);
    if (earlier !== undefined) issues.push(`line ${index + 1}: userId is that of line ${earlier}`);
    seen.set(found.applicantId, index + 1);
    return [found];
  });
  if (issues.length > 0) throw new ImportFileError(issues);
  return decisions;
}

function readLine(line: string, now: Date): ImportedDecision | string {
  const parsed = parse(line);
  if (parsed === undefined) return "is no JSON object";
  const unknown = Object.keys(parsed).find((member) => !members.includes(member));
  if (unknown !== undefined) return `has a member that is not known; allowed are ${members.join(", ")}`;
  const { userId, status, decidedAt, documentExpiresOn = null } = parsed;
  if (!Value.Check(ApplicantId, userId))
    return "userId must be 1 to 128 printable ASCII characters without spaces";
  if (status !== "VERIFIED" && status !== "REJECTED") return "status must be VERIFIED or REJECTED";
  const at = readInstant(decidedAt);
  if (at === undefined) return "decidedAt must be a time with its zone, such as 2025-03-01T12:00:00Z";
  if (at > now) return "decidedAt is in the future";
  if (documentExpiresOn !== null && !isDay(documentExpiresOn))
    return "documentExpiresOn must be a day, such as 2031-06-28, or be left out";
  return {
    flow: kvaryNames.flow,
    applicantId: userId,
    status: statuses[status],
    decidedAt: at,
    documentExpiresOn,
    source: kvaryNames.tenant,
  };
}

function parse(line: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

function readInstant(value: unknown): Date | undefined {
  const isInstant =
    typeof value === "string" &&
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/.test(value) &&
    isDay(value.slice(0, 10)) &&
    !Number.isNaN(Date.parse(value));
  return isInstant ? new Date(value) : undefined;
}

function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const at = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(value);
}
