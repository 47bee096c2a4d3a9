import { chown, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { StartRefusedError } from "../config/start-refused-error.ts";
import { refuseNamelessAccount, type ServerAccount } from "./server-account.ts";
import type { ServerBinaries } from "./server-binaries.ts";
import { runServerCommand } from "./server-command.ts";

export const superuser = "postgres";

/** The files of one PostgreSQL server (its PGDATA). */
export interface Cluster {
  readonly folder: string;
  readonly binaries: ServerBinaries;
  readonly account: ServerAccount | undefined;
}

/** Throws when the cluster was created by another major version, whose files this one cannot read. */
export async function isInitialised({ folder, binaries }: Cluster): Promise<boolean> {
  const version = await readFile(join(folder, "PG_VERSION"), "utf8").catch(() => undefined);
  if (version === undefined) return false;
  if (version.trim() === binaries.majorVersion) return true;
  throw new StartRefusedError(
    `${folder} was created by PostgreSQL ${version.trim()}, this is ${binaries.majorVersion}. ` +
      "Move its data over with pg_dump, or choose another data folder.",
  );
}

/** The cluster appears under its name only when complete; of two processes that create one, the later one yields. */
export async function initialiseCluster(cluster: Cluster, password: string): Promise<void> {
  if (cluster.account === undefined) refuseNamelessAccount();
  const draft = await mkdtemp(`${cluster.folder}.new-`);
  try {
    if (cluster.account) await chown(draft, cluster.account.uid, cluster.account.gid);
    await runInitdb({ ...cluster, folder: draft }, password);
    await rename(draft, cluster.folder);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!(await isInitialised(cluster))) throw error;
  }
}

async function runInitdb({ folder, binaries, account }: Cluster, password: string): Promise<void> {
  const passwordFile = `${folder}.password`;
  await writeFile(passwordFile, password, { mode: 0o600 });
  try {
    if (account) await chown(passwordFile, account.uid, account.gid);
    const args = [
      `--pgdata=${folder}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      ...initdbOptions,
    ];
    await runServerCommand({ file: binaries.initdb, args, account });
  } finally {
    await rm(passwordFile);
  }
}

/** Sorting must not depend on which locales the machine happens to have. */
const initdbOptions = [
  "--auth=scram-sha-256",
  "--encoding=UTF8",
  "--locale-provider=builtin",
  "--builtin-locale=C.UTF-8",
  "--locale=C",
];
