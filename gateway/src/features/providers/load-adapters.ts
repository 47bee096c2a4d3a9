import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import type { Adapter } from "@kyc-gateway/adapter-spec/v1";
import { ConfigurationError } from "../../platform/config/parse-config.ts";
import { findAdapterIssues } from "./verify-adapter.ts";

/** The adapters of this process, by id. */
export type Adapters = ReadonlyMap<string, Adapter>;

/** Loads a module by package name. */
type ImportModule = (packageName: string) => Promise<{ readonly default?: unknown }>;

/** Loads packages as if they were imported by a module in one of the folders: the first one that has it. */
export function createModuleImporter(folders: readonly string[]): ImportModule {
  const resolvers = folders.map((folder) => createRequire(join(resolve(folder), "package.json")));
  return async (packageName) => {
    const file = resolveFirst(resolvers, packageName);
    return (await import(pathToFileURL(file).href)) as { default?: unknown };
  };
}

function resolveFirst(resolvers: readonly NodeJS.Require[], packageName: string): string {
  let missing: unknown;
  for (const resolver of resolvers) {
    try {
      return resolver.resolve(packageName);
    } catch (error) {
      // A package that is there and broken is not looked for elsewhere.
      if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
      missing ??= error;
    }
  }
  throw missing;
}

/** Loads and checks every adapter. Throws one `ConfigurationError` that names every issue of every package. */
export async function loadAdapters(
  packageNames: readonly string[],
  importModule: ImportModule,
): Promise<Adapters> {
  const issues: string[] = [];
  const adapters = new Map<string, Adapter>();
  const packageOf = new Map<string, string>();
  for (const packageName of packageNames) {
    const exported = await importModule(packageName).catch((error: unknown) => {
      issues.push(`adapter ${packageName} cannot be loaded: ${explainImport(error)}`);
      return undefined;
    });
    if (exported === undefined) continue;
    const found = findAdapterIssues(exported.default);
    issues.push(...found.map((issue) => `adapter ${packageName}: ${issue}`));
    if (found.length > 0) continue;
    const adapter = exported.default as Adapter;
    const duplicate = packageOf.get(adapter.manifest.id);
    if (duplicate !== undefined)
      issues.push(`adapter ${packageName}: its id "${adapter.manifest.id}" is taken by ${duplicate}`);
    packageOf.set(adapter.manifest.id, packageName);
    adapters.set(adapter.manifest.id, adapter);
  }
  if (issues.length > 0) throw new ConfigurationError(issues);
  return adapters;
}

function explainImport(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return code === "MODULE_NOT_FOUND" || code === "ERR_MODULE_NOT_FOUND"
    ? "it is not installed in any folder of KYC_ADAPTERS_FROM"
    : (message ?? "unknown");
}
