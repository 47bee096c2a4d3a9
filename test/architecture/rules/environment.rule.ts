import { isTest, listSources, type Rule } from "../source-tree.ts";
import { findNodes, parseSource } from "../syntax.ts";

/** Builds, and is not shipped. */
const buildScript = "gateway/console/build.mjs";

/** The process's environment is read in one file of the gateway, and nowhere else in what we ship. */
export const environment: Rule = (tree) => {
  const readers = listSources(tree)
    .filter(
      ([path]) => /^(contracts|core|adapters|gateway)\//.test(path) && !isTest(path) && path !== buildScript,
    )
    .filter(([path, text]) => readsEnvironment(path, text))
    .map(([path]) => path);
  const inGateway = readers.filter((path) => path.startsWith("gateway/"));
  const elsewhere = readers.filter((path) => !path.startsWith("gateway/"));
  return [
    ...elsewhere.map((path) => `${path}: reads the environment` as const),
    ...(inGateway.length > 1 ? inGateway : []).map(
      (path) => `${path}: is not the only one to read the environment` as const,
    ),
    ...(inGateway.length === 0 ? (["gateway: nothing reads the environment"] as const) : []),
  ];
};

function readsEnvironment(path: string, text: string): boolean {
  const { program, specifiers } = parseSource(path, text);
  const isImported = specifiers.some((name) => /^(node:)?process$/.test(name));
  return (
    isImported ||
    findNodes(program, "MemberExpression").some((node) => isEnv(text.slice(node.start, node.end)))
  );
}

function isEnv(expression: string): boolean {
  return /^(globalThis\s*\.\s*)?process\s*(\.\s*env|\[\s*["'`]env["'`]\s*\])$/.test(expression);
}
