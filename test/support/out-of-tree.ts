import { execFile } from "node:child_process";
import { readdirSync, realpathSync } from "node:fs";
import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const execute = promisify(execFile);
export const checkout = fileURLToPath(new URL("../../", import.meta.url));

/** Packages by name, and where they are made. */
type Packages = Readonly<Record<string, string>>;

/** What products are written with. */
export const clientPackages: Packages = { "@kyc-gateway/client": "contracts/client" };

/** What adapters are written with. */
const adapterPackages: Packages = {
  "@kyc-gateway/adapter-spec": "contracts/adapter-spec",
  "@kyc-gateway/adapter-kit": "adapters/kit",
  "@kyc-gateway/conformance": "test/conformance",
};

/** Other people's packages, taken from the checkout: no registry is asked. */
const linked: Packages = {
  ajv: "test/conformance",
  "ajv-formats": "test/conformance",
  "@sinclair/typebox": "adapters/template",
  "@types/node": "adapters/template",
  "openapi-fetch": "contracts/client",
  typescript: "adapters/template",
  vitest: "adapters/template",
};

/** A place outside of the checkout, with our packages as they would be published. */
export interface OutOfTree {
  readonly folder: string;
  /** Installs what a package in a folder of this place depends on; `own` are tarballs by package name. */
  install(folder: string, own?: Readonly<Record<string, string>>): Promise<void>;
  /** Packs a package of this place; gives the tarball. */
  pack(folder: string): Promise<string>;
}

/** pnpm of the machine, or the one that the bootstrap keeps in the checkout. */
function listToolFolders(): readonly string[] {
  const kept = join(checkout, ".data", "toolchain");
  try {
    return readdirSync(kept).map((name) => join(kept, name, "bin"));
  } catch {
    return [];
  }
}

/** Runs a program to its end; throws with what it printed when it fails. */
export async function run(folder: string, program: string, ...args: readonly string[]): Promise<string> {
  const PATH = [process.env["PATH"], ...listToolFolders()].join(delimiter);
  try {
    const { stdout } = await execute(program, args, {
      cwd: folder,
      env: { ...process.env, PATH, NO_COLOR: "1", NODE_OPTIONS: "" },
      maxBuffer: 16_777_216,
    });
    return stdout;
  } catch (error) {
    const { stdout = "", stderr = "", message } = error as Error & { stdout?: string; stderr?: string };
    throw new Error(`${program} ${args.join(" ")} failed in ${folder}: ${message}\n${stdout}\n${stderr}`, {
      cause: error,
    });
  }
}

async function pack(folder: string, destination: string): Promise<string> {
  const printed = await run(folder, "pnpm", "pack", "--json", "--pack-destination", destination);
  const { filename } = JSON.parse(printed) as { readonly filename: string };
  return filename;
}

/** Builds and packs what is published, in a temporary folder that the caller removes. */
export async function createOutOfTree(published: Packages = adapterPackages): Promise<OutOfTree> {
  const folder = realpathSync(await mkdtemp(join(tmpdir(), "kyc-out-of-tree-")));
  const tarballs = join(folder, "tarballs");
  await mkdir(tarballs);
  const sources = Object.values(published);
  await run(checkout, join(checkout, "node_modules", ".bin", "tsc"), "-b", ...sources);
  const overrides: Record<string, string> = {};
  for (const [name, source] of Object.entries(published)) {
    overrides[name] = `file:${await pack(join(checkout, source), tarballs)}`;
  }
  for (const [name, source] of Object.entries(linked)) {
    overrides[name] = `link:${realpathSync(join(checkout, source, "node_modules", name))}`;
  }
  return {
    folder,
    pack: (own) => pack(own, tarballs),
    async install(own, tarballsByName = {}) {
      const all = { ...overrides };
      for (const [name, file] of Object.entries(tarballsByName)) all[name] = `file:${file}`;
      // JSON is YAML.
      await writeFile(join(own, "pnpm-workspace.yaml"), JSON.stringify({ overrides: all }));
      await run(own, "pnpm", "install", "--offline", "--no-frozen-lockfile");
    },
  };
}
