import { listSources, type Rule } from "../source-tree.ts";
import { findNodes, parseSource } from "../syntax.ts";

const unwanted = {
  TSEnumDeclaration: "declares an enum",
  TSParameterProperty: "declares a parameter property",
  TSExportAssignment: "exports by assignment",
} as const;

type Unwanted = keyof typeof unwanted;

/** Node runs our TypeScript by erasing the types; what leaves code behind is not erasable. */
export const erasableSyntax: Rule = (tree) =>
  listSources(tree).flatMap(([path, text]) => {
    const { program } = parseSource(path, text);
    const found = (Object.keys(unwanted) as Unwanted[]).filter((type) => findNodes(program, type).length > 0);
    return found.map((type) => `${path}: ${unwanted[type]}` as const);
  });
