import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Rendering } from "./create-adapter-package.ts";

type Versions = Readonly<Record<string, string>>;

interface PackageJson {
  readonly name: string;
  readonly version: string;
  readonly private?: boolean;
  readonly description: string;
  /** What replaces members of package.json when pnpm packs it. */
  readonly publishConfig: { readonly exports: Readonly<Record<string, unknown>> };
  readonly dependencies: Versions;
  readonly devDependencies: Versions;
}

/** The template's package.json for the new package. Outside of the workspace every version is exact. */
export async function renderPackageJson({
  templateFolder,
  name,
  packageName,
  isInWorkspace,
}: Rendering): Promise<string> {
  const template = await readPackage(templateFolder);
  const { private: _private, ...published } = template;
  const own = {
    ...published,
    name: packageName,
    description: `KYC gateway adapter for ${name.displayName}.`,
  };
  if (isInWorkspace) return print(own);
  const { publishConfig, ...bare } = own;
  return print({
    ...bare,
    // The condition of the workspace leads to sources that only its own tools understand.
    exports: publishConfig.exports,
    scripts: { build: "tsc -p tsconfig.json", prepack: "tsc -p tsconfig.json", test: "vitest run" },
    dependencies: await readVersions(templateFolder, template.dependencies),
    devDependencies: await readVersions(templateFolder, template.devDependencies),
  });
}

function print(value: object): string {
  return `${JSON.stringify(value, undefined, 2)}\n`;
}

async function readPackage(folder: string): Promise<PackageJson> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as PackageJson;
}

/** What the template itself has installed. */
async function readVersions(templateFolder: string, dependencies: Versions): Promise<Versions> {
  const entries = Object.keys(dependencies).map(async (dependency): Promise<[string, string]> => {
    const { version } = await readPackage(join(templateFolder, "node_modules", dependency));
    return [dependency, version];
  });
  return Object.fromEntries(await Promise.all(entries));
}
