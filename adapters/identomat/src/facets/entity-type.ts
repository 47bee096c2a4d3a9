import type { ScreeningHit } from "@kyc-gateway/adapter-spec/v1";
import { normaliseWord, readString } from "@kyc-gateway/adapter-kit";
import type { UnknownRecord } from "@kyc-gateway/adapter-kit";

/** `person`, and whatever else a list holds. */
export function readEntityType(record: UnknownRecord): ScreeningHit["entityType"] {
  const word = normaliseWord(readString(record, "entityType") ?? "");
  if (word === "person") return "person";
  return ["company", "organization", "organisation", "legal_entity"].includes(word)
    ? "organisation"
    : "other";
}
