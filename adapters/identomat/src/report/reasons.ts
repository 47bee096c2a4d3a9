import type { Reason, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { normaliseText, normaliseWord, readMember } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Fault } from "./faults.ts";
import { readResult } from "./result-word.ts";

/** An operator's comment; there is one only where an operator decided (Developer guide, `result_comment`). */
export function readComment(body: UnknownRecord): string | undefined {
  return normaliseText(readMember(body, "result_comment"), 10_000);
}

/** Why the session stands where it stands. An approval has no faults for reasons, though it may have had some. */
export function readReasons(
  body: UnknownRecord,
  status: ReportedStatus,
  faults: readonly Fault[],
): readonly Reason[] {
  const result = readMember(body, "result");
  const { reason } = readResult(result);
  return [
    ...(reason === undefined ? [] : [{ code: reason, raw: normaliseWord(String(result)) }]),
    ...(status === "APPROVED" ? [] : faults.map(toReason)),
    ...(readComment(body) === undefined ? [] : [{ code: "operator_decision" } as const]),
  ];
}

function toReason({ meaning, raw }: Fault): Reason {
  return { code: meaning?.reason ?? "unspecified", ...(raw === undefined ? {} : { raw }) };
}
