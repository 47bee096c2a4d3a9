import type { WordMeaning, WordTable } from "@kyc-gateway/adapter-kit";
import { code, renderTable } from "./table.ts";

/** What the documented words of a provider mean here: one table for each member that holds words. */
export function renderWordTables(tables: readonly WordTable[]): string {
  return tables.map(renderWordTable).join("\n\n");
}

function renderWordTable({ member, source, words }: WordTable): string {
  const used = columns.filter(({ read }) =>
    Object.values<WordMeaning>(words).some((meaning) => read(meaning) !== undefined),
  );
  const rows = Object.entries<WordMeaning>(words).map(([word, meaning]) => [
    code(word),
    ...used.map(({ read }) => readCell(read(meaning))),
  ]);
  const table = renderTable(["Word", ...used.map(({ head }) => head)], rows);
  return `${code(member)} (${source}):\n\n${table}`;
}

const columns: readonly { head: string; read: (meaning: WordMeaning) => string | undefined }[] = [
  { head: "Status", read: ({ status }) => status },
  { head: "Check", read: ({ check }) => check },
  { head: "Outcome", read: ({ outcome }) => outcome },
  { head: "Reason", read: ({ reason }) => reason },
];

function readCell(value: string | undefined): string {
  return value === undefined ? "" : code(value);
}
