import type { UnmappedWord } from "@kyc-gateway/adapter-spec/v1";
import { createUnmappedWord } from "./findings.ts";
import type { Finding } from "./findings.ts";
import type { Identification } from "./identification.ts";
import { refusalWords } from "./status-reasons.table.ts";

/** Ondato's words of an identification that the tables lack, for the host to count; absent where there are none. */
export function listUnmappedWords(
  { statusReason, decidedBy }: Identification,
  findings: readonly Finding[],
): readonly UnmappedWord[] | undefined {
  const isKnown =
    statusReason === undefined || decidedBy !== undefined || refusalWords.find(statusReason) !== undefined;
  const reason = isKnown ? undefined : createUnmappedWord("statusReason", statusReason);
  const words = [reason, ...findings.map(({ unmapped }) => unmapped)].filter((word) => word !== undefined);
  return words.length === 0 ? undefined : words;
}
