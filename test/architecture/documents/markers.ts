/** A part of a document that is made from the code: what stands between `<!-- name -->` and `<!-- /name -->`. */
export interface Section {
  readonly file: `${string}.md`;
  readonly name: string;
  readonly render: () => string | Promise<string>;
}

/** Throws when the document has no such markers. */
export function readSection(text: string, name: string): string {
  const { start, end } = findSection(text, name);
  return text.slice(start, end);
}

/** Throws when the document has no such markers. */
export function replaceSection(text: string, name: string, content: string): string {
  const { start, end } = findSection(text, name);
  return `${text.slice(0, start)}\n\n${content}\n\n${text.slice(end)}`;
}

function findSection(text: string, name: string): { start: number; end: number } {
  const [opening, closing] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const start = text.indexOf(opening) + opening.length;
  const end = text.indexOf(closing);
  if (start < opening.length || end < start)
    throw new Error(`There is no ${opening} … ${closing} in the document.`);
  return { start, end };
}

/** What the formatter may change without changing what is said: the widths of a table's columns, and empty lines. */
export function ignoreLayout(markdown: string): string[] {
  return markdown
    .split("\n")
    .map((line) => line.replaceAll(/\s+/g, " ").replaceAll(/-{3,}/g, "---").trim())
    .filter((line) => line !== "");
}
