import type { Program, TSType } from "oxc-parser";
import { isTest, listSources, type Rule, type Violation } from "../source-tree.ts";
import { findNodes, parseSource } from "../syntax.ts";

/** What a piece of work came to is a union of objects with a `kind`, and no bare word beside other results. */
export const results: Rule = (tree) =>
  listSources(tree)
    .filter(([path]) => path.startsWith("gateway/src/") && !isTest(path))
    .flatMap(([path, text]) =>
      listPromisedWords(parseSource(path, text).program).map(
        (word): Violation => `${path}: promises the bare word "${word}": promise { kind: "${word}" } instead`,
      ),
    );

function listPromisedWords(program: Program): readonly string[] {
  const aliases = new Map(
    findNodes(program, "TSTypeAliasDeclaration").map(({ id, typeAnnotation }) => [id.name, typeAnnotation]),
  );
  return findNodes(program, "TSTypeReference")
    .filter(({ typeName }) => typeName.type === "Identifier" && typeName.name === "Promise")
    .flatMap(({ typeArguments }) => typeArguments?.params ?? [])
    .flatMap((type) => listWords(type, aliases));
}

function listWords(type: TSType, aliases: ReadonlyMap<string, TSType>): readonly string[] {
  if (type.type === "TSUnionType") return type.types.flatMap((member) => listWords(member, aliases));
  if (type.type === "TSTypeReference" && type.typeName.type === "Identifier") {
    const meant = aliases.get(type.typeName.name);
    return meant === undefined ? [] : listWords(meant, new Map());
  }
  return type.type === "TSLiteralType" &&
    type.literal.type === "Literal" &&
    typeof type.literal.value === "string"
    ? [type.literal.value]
    : [];
}
