import type { CheckKind, CheckOutcome, ReasonCode, ReportedStatus } from "@kyc-gateway/adapter-spec/v1";

/** What one word of a provider means here. Absent members: it says nothing of the kind. */
export interface WordMeaning {
  readonly status?: ReportedStatus;
  readonly check?: CheckKind;
  readonly outcome?: CheckOutcome;
  readonly reason?: ReasonCode;
}

/** The documented words of one member of a provider's bodies. Adapters list theirs as `wordTables`, for their README. */
export interface WordTable<Word extends string = string> {
  /** Where the words stand: `rules[].name`. */
  readonly member: string;
  /** Where they are documented. */
  readonly source: string;
  readonly words: Readonly<Record<Word, WordMeaning>>;
}

/** A table of words, and the look-up in it. */
export interface Words<Word extends string> extends WordTable<Word> {
  /** What a word means in any spelling (case, `_`, `-`, blanks, camel case); absent for every other word. */
  find(word: string): WordMeaning | undefined;
}

/**
 * Defines a table of a provider's words. Give the words as a union: `defineWords<RejectWord>({ … })` does not compile
 * while one is missing.
 */
export function defineWords<Word extends string>(table: WordTable<Word>): Words<Word> {
  const meanings = new Map(
    Object.entries<WordMeaning>(table.words).map(([word, meaning]) => [foldWord(word), meaning]),
  );
  return { ...table, find: (word) => meanings.get(foldWord(word)) };
}

/** A word without its spelling: `LOW_SIMILARITY`, `low-similarity` and `LowSimilarity` are one. */
export function foldWord(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, "");
}

const codeForm = /^[A-Za-z_][\w.:-]{0,63}$/;
const personalForm = /^[A-Z][a-z]+$|\d{4}/;

/**
 * A word as a code that may stand in clear: letters, digits and `_.:-`, at most 64. Absent for what may be prose, a name
 * or a number of somebody: text with blanks, one capitalised word, four digits in a row. For words that no table has.
 */
export function asCode(word: string): string | undefined {
  const text = word.trim();
  return codeForm.test(text) && !personalForm.test(text) ? text : undefined;
}
