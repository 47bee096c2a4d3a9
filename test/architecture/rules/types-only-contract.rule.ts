import type { Directive, Statement } from "oxc-parser";
import { isTest, listSources, type Rule } from "../source-tree.ts";
import { parseSource } from "../syntax.ts";

/** The plugin interface leaves nothing at run time: two copies of it can never disagree. */
export const typesOnlyContract: Rule = (tree) =>
  listSources(tree)
    .filter(([path]) => path.startsWith("contracts/adapter-spec/src/") && !isTest(path))
    .filter(
      ([path, text]) => !parseSource(path, text).program.body.every((statement) => isType(statement, path)),
    )
    .map(([path]) => `${path}: leaves code at run time` as const);

function isType(statement: Directive | Statement, path: string): boolean {
  switch (statement.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return true;
    case "ImportDeclaration":
      return statement.importKind === "type";
    case "ExportNamedDeclaration":
      return statement.exportKind === "type" || isEmpty(statement);
    case "ExportAllDeclaration":
      return statement.exportKind === "type" || isBarrelInside(path, statement.source.value);
    default:
      return false;
  }
}

/** `export {}` */
function isEmpty({
  declaration,
  source,
  specifiers,
}: Extract<Statement, { type: "ExportNamedDeclaration" }>): boolean {
  return !declaration && !source && specifiers.length === 0;
}

/** Re-exports one of the interface's own files, which is checked itself. */
function isBarrelInside(path: string, source: string): boolean {
  return path.endsWith("/index.ts") && source.startsWith("./");
}
