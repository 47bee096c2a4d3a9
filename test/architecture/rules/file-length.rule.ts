import { listSources, type Rule } from "../source-tree.ts";

const mostLines = 300;

/** Blank lines and comments cost the reader nothing; the linter counts alike. */
export const fileLength: Rule = (tree) =>
  listSources(tree)
    .filter(([path]) => !path.includes("/generated/"))
    .map(([path, text]) => ({ path, lines: text.split("\n").filter(isCode).length }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path}: has ${lines} lines` as const);

function isCode(line: string): boolean {
  return !/^\s*($|\/\/|\/\*|\*)/.test(line);
}
