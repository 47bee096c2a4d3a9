import { asRecord, parseBoolean, readMember, readRecord, readRecords } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";
import type { Reason } from "@kyc-gateway/adapter-spec/v1";
import type { Identification } from "./identification.ts";
import type { IdentityVerification } from "./identity-verification.ts";

/**
 * What speaks against an approval in the same two bodies: declined terms, and a level or step that says that it did not
 * succeed. Which of them is wrong cannot be known: somebody has to look.
 */
export function listContradictions(
  verification: IdentityVerification,
  { verdict, raw }: Identification,
): readonly Reason[] {
  if (verdict !== "approved") return [];
  const isUnsuccessful = [verification.raw, ...listSteps(verification.raw), raw].some(
    (level) => parseBoolean(readMember(level, "isSuccess")) === false,
  );
  return [
    ...(verification.isConsented === false
      ? [{ code: "contradictory_decision", raw: "isConsented:false" } as const]
      : []),
    ...(isUnsuccessful ? [{ code: "contradictory_decision", raw: "isSuccess:false" } as const] : []),
  ];
}

/** Steps stand side by side under their names in `step`; a list of them is read as well. */
function listSteps(verification: UnknownRecord): readonly UnknownRecord[] {
  const named = Object.values(readRecord(verification, "step") ?? {}).map(asRecord);
  return [...named.filter((step) => step !== undefined), ...readRecords(verification, "steps")];
}
