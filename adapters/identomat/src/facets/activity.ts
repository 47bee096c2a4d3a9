import type { Activities, ActivitySummary, SessionActivity, StepSummary } from "@kyc-gateway/adapter-spec/v1";
import {
  asRecord,
  keepDefined,
  normaliseWord,
  parseNumber,
  readArray,
  readMember,
  readString,
  sanitiseWord,
} from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import { createShapeError, postExternal, postForRecords } from "../client/external-result.ts";
import type { FacetContext } from "./facet-context.ts";

const untyped = "untyped";

function readTime(record: UnknownRecord, key: string): string | undefined {
  const text = readString(record, key);
  const ms = text === undefined ? Number.NaN : Date.parse(text);
  return Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

/** A code as it came, cut and freed of everything that a code has not. */
function readCode(value: unknown): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? sanitiseWord(normaliseWord(value)) : undefined;
}

function readCodes(record: UnknownRecord, key: string): readonly string[] {
  const value = readMember(record, key);
  const values = Array.isArray(value) ? readArray(record, key) : [value];
  return values.map(readCode).filter((code) => code !== undefined);
}

function readActivity(record: UnknownRecord): SessionActivity {
  return keepDefined({
    id: readString(record, "id"),
    type: readCode(readMember(record, "type")) ?? untyped,
    at: readTime(record, "time"),
  });
}

function isBefore(one: SessionActivity, other: SessionActivity): number {
  return (one.at ?? "").localeCompare(other.at ?? "");
}

function readStep(record: UnknownRecord, step: StepSummary["step"], prefix: string): readonly StepSummary[] {
  const failures = [
    ...readCodes(record, `${prefix}FailReason`),
    ...readCodes(record, `${prefix}FailReasons`),
  ];
  const facts = keepDefined({
    startedAt: readTime(record, `${prefix}StartTime`),
    endedAt: readTime(record, `${prefix}EndTime`),
    attempts: parseNumber(readMember(record, `${prefix}Attempts`)),
  });
  return Object.keys(facts).length === 0 && failures.length === 0 ? [] : [{ step, ...facts, failures }];
}

function readSummary(record: UnknownRecord): ActivitySummary {
  return keepDefined({
    startedAt: readTime(record, "sessionStartDate"),
    durationMs: parseNumber(readMember(record, "sessionTimeSpan")),
    steps: [...readStep(record, "document", "scanDocument"), ...readStep(record, "liveness", "liveness")],
    endedAtStep: readCode(readMember(record, "sessionTerminationStep")),
    endReasons: readCodes(record, "sessionTerminationReasons"),
  });
}

/** list-session-activities and get-session-statistical-summary, whose example has one summary in a list. */
export function createActivities({ client }: FacetContext): Activities {
  return {
    list: async ({ id }, call) => {
      const parameters = { sessionId: id };
      const records = await postForRecords(client, {
        operation: "list-session-activities",
        parameters,
        call,
      });
      return records.map(readActivity).toSorted(isBefore);
    },
    summarise: async ({ id }, call) => {
      const operation = "get-session-statistical-summary";
      const result = await postExternal(client, { operation, parameters: { sessionId: id }, call });
      const summary = asRecord(Array.isArray(result) ? (result as readonly unknown[])[0] : result);
      if (summary === undefined) throw createShapeError(operation, "a summary");
      return readSummary(summary);
    },
  };
}
