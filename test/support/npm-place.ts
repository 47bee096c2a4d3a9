import { readFileSync, realpathSync } from "node:fs";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { checkout, run, type OutOfTree } from "./out-of-tree.ts";

interface Package {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Package;
}

/** Where a package that another one depends on is, in the checkout. */
function locate(name: string, from: string): string {
  const resolver = createRequire(join(realpathSync(from), "package.json"));
  for (const folder of resolver.resolve.paths(name) ?? []) {
    try {
      return realpathSync(join(folder, name));
    } catch {
      // Looked for one folder up.
    }
  }
  throw new Error(`${name} is not installed for ${from}.`);
}

/** Other people's packages that a folder's package needs, and what those need: folders by name. */
function collectForeign(folder: string, found = new Map<string, string>()): Map<string, string> {
  for (const name of Object.keys(readPackage(folder).dependencies ?? {})) {
    if (name.startsWith("@kyc-gateway/") || found.has(name)) continue;
    const own = locate(name, folder);
    found.set(name, own);
    collectForeign(own, found);
  }
  return found;
}

/**
 * Installs packages with npm from tarballs alone, into an empty folder outside of the checkout: no registry is asked. `sources` are folders of
 * packages of ours; what other people's packages they need is packed from the checkout.
 */
export async function installWithNpm(place: OutOfTree, sources: readonly string[]): Promise<string> {
  const folder = join(place.folder, "npm");
  await mkdir(folder);
  const foreign = new Map<string, string>();
  for (const source of sources) collectForeign(source, foreign);
  const dependencies: Record<string, string> = {};
  for (const source of sources) dependencies[readPackage(source).name] = `file:${await place.pack(source)}`;
  for (const [name, own] of foreign) dependencies[name] = `file:${await packForeign(own, place.folder)}`;
  await writeFile(
    join(folder, "package.json"),
    JSON.stringify({ private: true, type: "module", dependencies }),
  );
  const quiet = ["--offline", "--no-audit", "--no-fund", "--ignore-scripts", "--legacy-peer-deps"];
  await run(folder, "npm", "install", ...quiet);
  // The test runner is a peer of the suite: its tree is large, and not what is tried here.
  await symlink(locate("vitest", join(checkout, "test")), join(folder, "node_modules", "vitest"));
  return folder;
}

/** As npm would have it from a registry. */
async function packForeign(own: string, destination: string): Promise<string> {
  const { name, version } = readPackage(own);
  const file = join(destination, `${name.replace("@", "").replace("/", "-")}-${version}.tgz`);
  await run(
    own,
    "tar",
    "-czf",
    file,
    "--hard-dereference",
    "--exclude=./node_modules",
    "--transform=s,^\\.,package,",
    ".",
  );
  return file;
}
