import type { WordTable } from "@kyc-gateway/adapter-kit";
import { entryStatusWords, fraudCheckWords, ocrFieldWords, ruleWords } from "./checks.table.ts";
import { decisionWords, refusalWords } from "./status-reasons.table.ts";

/** Ondato's documented words and what they mean here, for the README. */
export const wordTables: readonly WordTable[] = [
  ruleWords,
  fraudCheckWords,
  ocrFieldWords,
  entryStatusWords,
  decisionWords,
  refusalWords,
];
