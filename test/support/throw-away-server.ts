import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmbeddedPostgres } from "../../gateway/src/embedded-postgres/embedded-postgres.ts";
import type { DatabaseServer } from "./database-server.ts";
import { isRunning, killServerOn } from "./left-over-server.ts";

const prefix = "kyc-gateway-test-";

/**
 * `fsync` guards against a crash of the machine, which no test can cause: what a killed process has written stays
 * with the operating system. `synchronous_commit` stays on: group commit and its order are under test.
 */
const settings = { fsync: "off", full_page_writes: "off" };

/** The embedded server with a data folder that ends with it. */
export async function startThrowAwayServer(): Promise<DatabaseServer> {
  await removeLeftOvers();
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: silent, settings });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(server.dataFolder, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  return { source: `an embedded server in ${server.dataFolder}`, url: server.url, stop };
}

const silent = { info: () => undefined, warn: () => undefined };

/** A run that was killed could not stop its server. */
async function removeLeftOvers(): Promise<void> {
  const names = (await readdir(tmpdir())).filter((name) => name.startsWith(prefix));
  const abandoned = names.filter((name) => !isRunning(Number.parseInt(name.slice(prefix.length), 10)));
  for (const name of abandoned) {
    const folder = join(tmpdir(), name);
    await killServerOn(join(folder, "cluster"));
    await rm(folder, { recursive: true, force: true });
  }
}
