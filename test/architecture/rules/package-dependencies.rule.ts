import { isTest, type Rule, type Violation } from "../source-tree.ts";
import { findPackageOfPath, findPackageOfSpecifier, type PackageKey } from "../workspace.ts";
import { allowedImports } from "./import-directions.rule.ts";

/** A published package's dependencies follow the directions of its imports, and the plugin interface has none. */
export const packageDependencies: Rule = (tree) =>
  [...tree.files].flatMap(([path, text]) => {
    const isPackage = path.endsWith("/package.json") && !isTest(path);
    const from = isPackage ? findPackageOfPath(path) : undefined;
    return from ? checkManifest(path, from, text) : [];
  });

function checkManifest(path: string, from: PackageKey, text: string): readonly Violation[] {
  return listDependencies(JSON.parse(text) as Manifest).flatMap((name): readonly Violation[] => {
    const to = findPackageOfSpecifier(name);
    const isAllowed = to ? allowedImports[from].includes(to) : !dependencyFree.has(from);
    return isAllowed ? [] : [`${path}: ${from} must not depend on ${name}`];
  });
}

const dependencyFree = new Set<PackageKey>(["contracts/adapter-spec", "core"]);

type Manifest = Readonly<Record<string, object>>;

function listDependencies({
  dependencies,
  peerDependencies,
  optionalDependencies,
}: Manifest): readonly string[] {
  return Object.keys({ ...dependencies, ...peerDependencies, ...optionalDependencies });
}
