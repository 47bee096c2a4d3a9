import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A fenced block of a document. */
export interface Example {
  /** `file, heading, language`, with a number where a heading has several blocks of one language. */
  readonly name: string;
  readonly text: string;
}

const fence = /^(?<indent> *)```(?<language>[^\s`]*)[^\n`]*\n(?<text>[^]*?)^ *```$/gm;

/** Every fenced block of a document of the repository, in order. */
export function readExamples(root: string, file: string): readonly Example[] {
  const document = readFileSync(join(root, file), "utf8");
  const counts = new Map<string, number>();
  return [...document.matchAll(fence)].map(({ index, groups = {} }) => {
    const { indent = "", language = "", text = "" } = groups;
    const name = [file, findHeading(document.slice(0, index)), language || "text"].join(", ");
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return {
      name: count === 1 ? name : `${name} ${count}`,
      text: text.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    };
  });
}

/** The last heading before a block; a `#` inside of an earlier block is a comment, not a heading. */
function findHeading(before: string): string {
  const headings = before.replaceAll(fence, "").match(/^#+ .*$/gm) ?? [];
  return headings.at(-1)?.replace(/^#+ /, "") ?? "";
}

/** Replaces what a reader replaces. Throws when the text no longer has one of the placeholders. */
export function fillIn(text: string, values: Readonly<Record<string, string>>): string {
  return Object.entries(values).reduce((filled, [placeholder, value]) => {
    if (!filled.includes(placeholder))
      throw new Error(`The example has no ${JSON.stringify(placeholder)} to fill in:\n${text}`);
    return filled.replaceAll(placeholder, () => value);
  }, text);
}
