import { AdapterError, normaliseWord, sanitiseWord } from "@kyc-gateway/adapter-kit";
import type { WordMeaning } from "@kyc-gateway/adapter-kit";
import type { ReportedStatus } from "@kyc-gateway/adapter-spec/v1";
import { resultTable } from "./words.table.ts";

/** A word that decides is taken in any case, with `-` and blanks as `_`, and in no other spelling. */
const meanings: ReadonlyMap<string, WordMeaning> = new Map(Object.entries(resultTable.words));

/** What `result` says; throws `response_unrecognised` for every other word, and for what is not a string. */
export function readResult(result: unknown): WordMeaning & { readonly status: ReportedStatus } {
  const meaning = typeof result === "string" ? meanings.get(normaliseWord(result)) : undefined;
  if (meaning?.status !== undefined) return { ...meaning, status: meaning.status };
  const providerCode = typeof result === "string" ? sanitiseWord(result) : `(${typeof result})`;
  throw new AdapterError({
    code: "response_unrecognised",
    message: `the provider's result "${providerCode}" is not known to this adapter; upgrade it or report the word`,
    providerCode,
  });
}
