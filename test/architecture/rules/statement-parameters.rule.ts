import { isTest, listSources, type Rule, type Violation } from "../source-tree.ts";
import { findNodes, listTexts, parseSource } from "../syntax.ts";

/** A question mark where a value belongs: `= ?`, `(?, ?)`, `?::uuid`. */
const questionMark = /(^|[\s(=,])\?(?=$|[\s),:;])(?! ')/;

/** Statements of the gateway say `$1` for their first value; PostgreSQL gets values apart from the text. */
export const statementParameters: Rule = (tree) =>
  listSources(tree)
    .filter(([path]) => path.startsWith("gateway/src/") && !isTest(path))
    .flatMap(([path, text]) => listFaults(path, text));

function listFaults(path: string, text: string): readonly Violation[] {
  const { program } = parseSource(path, text);
  const calls = findNodes(program, "CallExpression").filter(
    ({ callee, arguments: given }) =>
      callee.type === "MemberExpression" &&
      callee.property.type === "Identifier" &&
      callee.property.name === "execute" &&
      given[0] !== undefined &&
      given[0].type !== "ObjectExpression",
  );
  const marks = path.endsWith(".store.ts")
    ? listTexts(program).filter((statement) => questionMark.test(statement))
    : [];
  return [
    ...calls.map(
      (): Violation => `${path}: writes values into a statement by execute(): use queryWithin or queryRows`,
    ),
    ...marks.map(
      (statement): Violation => `${path}: has a ? for a value (${statement.slice(0, 60)}): say $1`,
    ),
  ];
}
