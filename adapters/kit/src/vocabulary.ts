import { AdapterError } from "./adapter-error.ts";
import { asCode } from "./word-table.ts";

const longestWord = 64;

/** A provider's word in one spelling: trimmed, lower case, `_` for every run of `-` and white space. */
export function normaliseWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/[-\s]+/g, "_");
}

/** A provider's word fit for a log or an error: at most 64 characters, `?` for all but letters, digits and `_.:-`. */
export function sanitiseWord(word: string): string {
  return word
    .trim()
    .slice(0, longestWord)
    .replaceAll(/[^\w.:-]/g, "?");
}

/** A closed vocabulary: every word of the provider has its counterpart. */
export interface Vocabulary<Ours> {
  /** The counterpart of a word; throws `response_unrecognised` for any other word, and for what is not a string. */
  translate(word: unknown): Ours;
  /** Whether the provider's word is known, in any spelling. */
  has(word: unknown): boolean;
}

/** An open vocabulary: a word without counterpart gives the fallback. */
export interface OpenVocabulary<Ours> {
  /** The counterpart of a word, and the word itself to keep beside it: sanitised, absent where it may be prose. */
  translate(word: string): { readonly code: Ours; readonly raw?: string };
  /** Whether the word has a counterpart, in any spelling. */
  has(word: string): boolean;
}

function indexTable<Ours>(table: Readonly<Record<string, Ours>>): ReadonlyMap<string, Ours> {
  return new Map(Object.entries(table).map(([word, ours]) => [normaliseWord(word), ours]));
}

/**
 * Defines a closed vocabulary. Give the provider's words as a union: `defineVocabulary<ResultWord, ReportedStatus>`
 * does not compile while one is missing. `name` says in errors which member held the word.
 */
export function defineVocabulary<Word extends string, Ours>(
  name: string,
  table: Readonly<Record<Word, Ours>>,
): Vocabulary<Ours> {
  const index = indexTable<Ours>(table);
  return {
    has: (word) => typeof word === "string" && index.has(normaliseWord(word)),
    translate: (word) => {
      const ours = typeof word === "string" ? index.get(normaliseWord(word)) : undefined;
      if (ours !== undefined) return ours;
      throw createUnknownWordError(name, word);
    },
  };
}

function createUnknownWordError(name: string, word: unknown): AdapterError {
  const providerCode = typeof word === "string" ? sanitiseWord(word) : `(${typeof word})`;
  return new AdapterError({
    code: "response_unrecognised",
    message: `the provider's ${name} "${providerCode}" is not known to this adapter; upgrade it or report the word`,
    providerCode,
  });
}

/** Defines an open vocabulary: the provider adds words without notice, and none of them decides anything. */
export function defineOpenVocabulary<Ours>(
  table: Readonly<Record<string, Ours>>,
  fallback: Ours,
): OpenVocabulary<Ours> {
  const index = indexTable(table);
  return {
    has: (word) => index.has(normaliseWord(word)),
    translate: (word) => {
      const code = index.get(normaliseWord(word));
      const raw = code === undefined ? asCode(word) : sanitiseWord(word);
      return { code: code ?? fallback, ...(raw === undefined ? {} : { raw }) };
    },
  };
}
