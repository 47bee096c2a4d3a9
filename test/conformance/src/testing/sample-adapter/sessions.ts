import {
  AdapterError,
  asRecord,
  collectClaims,
  defineVocabulary,
  isAdapterError,
  keepDefined,
  parseDate,
  parseName,
  readMember,
  readRecord,
  readRecords,
  readString,
  urlPath,
} from "@kyc-gateway/adapter-kit";
import type { JsonAnswer, UnknownRecord } from "@kyc-gateway/adapter-kit";
import type {
  Call,
  EvidenceItem,
  ProviderReference,
  Report,
  ReportedStatus,
  Sessions,
} from "@kyc-gateway/adapter-spec/v1";
import { request } from "./context.ts";
import type { Context } from "./context.ts";

const statusWords = defineVocabulary<"new" | "open" | "yes" | "no", ReportedStatus>("status", {
  new: "SESSION_CREATED",
  open: "IN_PROGRESS",
  yes: "APPROVED",
  no: "REJECTED",
});

function findUnknownSession({ operation, status }: JsonAnswer): AdapterError | undefined {
  if (status !== 404) return undefined;
  return new AdapterError({
    code: "session_unknown",
    message: `${operation}: there is no such session`,
    httpStatus: 404,
  });
}

export async function readBody(
  context: Context,
  { id }: ProviderReference,
  call: Call,
): Promise<UnknownRecord> {
  const path = urlPath`/sessions/${id}`;
  const answer = await request(context, call, {
    operation: "read session",
    method: "GET",
    path,
    findError: findUnknownSession,
  });
  return asRecord(answer.body) ?? {};
}

export function listItems(body: UnknownRecord): readonly EvidenceItem[] {
  return readRecords(body, "files").map((file) => ({ id: readString(file, "id") ?? "", kind: "face" }));
}

export function toReport(body: UnknownRecord): Report {
  const status = statusWords.translate(readMember(body, "status"));
  const person = readRecord(body, "person");
  const claims = collectClaims({
    person: {
      givenName: parseName(readMember(person, "first")),
      familyName: parseName(readMember(person, "last")),
      dateOfBirth: parseDate(readMember(person, "born")),
    },
  });
  const evidence = listItems(body);
  return {
    status,
    reasons: status === "REJECTED" ? [{ code: "unspecified", raw: "no" }] : [],
    checks: [{ kind: "document", outcome: status === "APPROVED" ? "passed" : "informational" }],
    ...keepDefined({
      claims,
      evidence: evidence.length === 0 ? undefined : evidence,
    }),
    raw: body,
  };
}

export function createSessions(context: Context): Sessions {
  return {
    async start({ sessionId, applicant }, call) {
      const body = JSON.stringify({ reference: sessionId, person: applicant.id, first: applicant.givenName });
      const answer = await request(context, call, {
        operation: "start session",
        method: "POST",
        path: "/sessions",
        body,
      });
      const id = readString(asRecord(answer.body), "id");
      const url = readString(asRecord(answer.body), "page");
      if (id !== undefined && url !== undefined) return { reference: { id }, launch: { url } };
      throw new AdapterError({
        code: "response_unrecognised",
        message: "start session was answered without id or page",
      });
    },
    read: async (reference, call) => toReport(await readBody(context, reference, call)),
    async erase({ id }, call) {
      const path = urlPath`/sessions/${id}`;
      try {
        await request(context, call, {
          operation: "erase session",
          method: "DELETE",
          path,
          isEmptyAllowed: true,
          findError: findUnknownSession,
        });
      } catch (error) {
        if (!isAdapterError(error) || error.code !== "session_unknown") throw error;
      }
    },
  };
}
