import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { parseAdapterName, parsePackageName, type AdapterName } from "./adapter-name.ts";
import { conformanceTest } from "./conformance-test.ts";
import { renderPackageJson } from "./package-json.ts";
import { renameTemplate } from "./rename-template.ts";
import { renderTsconfig } from "./tsconfig.ts";

export interface NewAdapter {
  /** The adapter's id. */
  readonly name: string;
  /** Where the package is made; must not exist, or be empty. */
  readonly targetFolder: string;
  /** The folder of the adapter template. */
  readonly templateFolder: string;
  /** Default: `@kyc-gateway/adapter-<name>`. Another one has a scope too: a name without one can be registered by anybody. */
  readonly packageName?: string;
}

/** What was made. */
export interface CreatedAdapter {
  readonly packageName: string;
  /** Paths inside the package, sorted. */
  readonly files: readonly string[];
  /** Whether the package is one of the template's workspace. */
  readonly isInWorkspace: boolean;
}

/** Makes an adapter package of the template. Throws with advice, and writes nothing, when the folder is not free. */
export async function createAdapterPackage(options: NewAdapter): Promise<CreatedAdapter> {
  const { targetFolder, templateFolder } = options;
  const name = parseAdapterName(options.name);
  await refuseOccupied(targetFolder);
  const isInWorkspace = dirname(targetFolder) === dirname(templateFolder);
  const packageName = parsePackageName(options.packageName ?? `@kyc-gateway/adapter-${name.id}`);
  const files = await renderFiles({ templateFolder, name, packageName, isInWorkspace });
  for (const [path, text] of files) {
    const file = join(targetFolder, path);
    await mkdir(dirname(file), { recursive: true });
    // Between looking and writing somebody else may have begun: nothing of his is overwritten.
    await writeFile(file, text, { flag: "wx" });
  }
  return { packageName, files: [...files.keys()].toSorted(), isInWorkspace };
}

async function refuseOccupied(folder: string): Promise<void> {
  const isOccupied = existsSync(folder) && (await readdir(folder)).length > 0;
  if (isOccupied) throw new FolderOccupiedError(`${folder} is not empty: name another folder, or clear it.`);
}

class FolderOccupiedError extends Error {
  override readonly name = "FolderOccupiedError";
}

export interface Rendering {
  readonly templateFolder: string;
  readonly name: AdapterName;
  readonly packageName: string;
  readonly isInWorkspace: boolean;
}

async function renderFiles(rendering: Rendering): Promise<ReadonlyMap<string, string>> {
  const { templateFolder, name, packageName } = rendering;
  const sources = await readdir(join(templateFolder, "src"), { recursive: true, withFileTypes: true });
  const paths = sources
    .filter((entry) => entry.isFile() && !entry.name.endsWith(".test.ts"))
    .map((entry) => join(entry.parentPath, entry.name).slice(templateFolder.length + 1));
  const texts = await Promise.all(
    ["README.md", ...paths].map(async (path): Promise<[string, string]> => {
      const text = await readFile(join(templateFolder, path), "utf8");
      return [
        renameTemplate(path, name),
        renameTemplate(text, name).replaceAll(`@kyc-gateway/adapter-${name.id}`, packageName),
      ];
    }),
  );
  return new Map([
    ...texts,
    ["src/conformance.test.ts", conformanceTest],
    ["package.json", await renderPackageJson(rendering)],
    ["tsconfig.json", await renderTsconfig(rendering)],
  ]);
}
