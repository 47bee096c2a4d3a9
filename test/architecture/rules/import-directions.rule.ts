import { isTest, listSources, type Rule, type Violation } from "../source-tree.ts";
import { parseSource } from "../syntax.ts";
import {
  findPackageOfPath,
  findPackageOfSpecifier,
  type PackageKey,
  readPackageFolder,
  resolveRelative,
} from "../workspace.ts";

/** What each package may import of the workspace, besides itself. */
export const allowedImports: Readonly<Record<PackageKey, readonly PackageKey[]>> = {
  "contracts/adapter-spec": [],
  "contracts/http-api": ["contracts/adapter-spec"],
  "contracts/client": [],
  core: ["contracts/adapter-spec"],
  "adapters/kit": ["contracts/adapter-spec"],
  "adapters/*": ["contracts/adapter-spec", "adapters/kit"],
  "gateway/console": [],
  gateway: ["contracts/adapter-spec", "contracts/http-api", "core"],
  "test/conformance": ["contracts/adapter-spec"],
  "test/simulators": [],
};

export const importDirections: Rule = (tree) =>
  listSources(tree).flatMap(([path, text]) => {
    const from = findPackageOfPath(path);
    if (!from || isTest(path)) return [];
    return parseSource(path, text).specifiers.flatMap((specifier) => checkImport({ path, from, specifier }));
  });

interface Import {
  readonly path: string;
  readonly from: PackageKey;
  readonly specifier: string;
}

function checkImport({ path, from, specifier }: Import): readonly Violation[] {
  if (specifier.startsWith("."))
    return staysInside(path, from, specifier) ? [] : [`${path}: leaves its package by ${specifier}`];
  const to = findPackageOfSpecifier(specifier);
  if (to) return allowedImports[from].includes(to) ? [] : [`${path}: ${from} must not import ${specifier}`];
  return isPure(from) ? [`${path}: ${from} must stay free of ${specifier}`] : [];
}

function staysInside(path: string, from: PackageKey, specifier: string): boolean {
  return `${resolveRelative(path, specifier)}/`.startsWith(`${readPackageFolder(path, from)}/`);
}

/** No I/O and no framework: neither Node's own modules nor anybody's packages. */
function isPure(key: PackageKey): boolean {
  return key === "core" || key === "contracts/adapter-spec";
}
