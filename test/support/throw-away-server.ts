import { mkdtemp, readdir, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { startEmbeddedPostgres } from "../../gateway/src/platform/embedded-postgres/embedded-postgres.ts";
import type { DatabaseServer } from "./database-server.ts";
import { isRunning, killServerOn } from "./left-over-server.ts";
import { waitFor } from "./wait-for.ts";

const prefix = "kyc-gateway-test-";

/**
 * `fsync` guards against a crash of the machine, which no test can cause: what a killed process has written stays
 * with the operating system. `synchronous_commit` stays on: group commit and its order are under test.
 */
const settings = { fsync: "off", full_page_writes: "off" };

/** A server that can be taken away under its users. */
export interface ThrowAwayServer extends DatabaseServer {
  /** Ends it as an operator does (`SIGINT`) or as a crash does (`SIGQUIT`); resolves when its next life answers. */
  restart(signal: "SIGINT" | "SIGQUIT"): Promise<void>;
  /** `SIGSTOP`: none of its processes does anything any more, and their connections stay. `SIGCONT`: they go on. */
  signalAll(signal: "SIGSTOP" | "SIGCONT"): Promise<void>;
}

/** The embedded server with a data folder that ends with it. */
export async function startThrowAwayServer(parentFolder = tmpdir()): Promise<ThrowAwayServer> {
  for (const place of new Set([tmpdir(), parentFolder])) await removeLeftOvers(place);
  const folder = await mkdtemp(join(parentFolder, `${prefix}${process.pid}-`));
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: silent, settings });
  const stop = async (): Promise<void> => {
    await server.stop();
    await rm(server.dataFolder, { recursive: true, force: true });
    await rm(folder, { recursive: true, force: true });
  };
  return {
    source: `an embedded server in ${server.dataFolder}`,
    url: server.url,
    restart: (signal) => restart(server, signal),
    signalAll: (signal) => signalAll(server.dataFolder, signal),
    stop,
  };
}

async function readPostmaster(dataFolder: string): Promise<number> {
  return Number.parseInt(await readFile(join(dataFolder, "cluster", "postmaster.pid"), "utf8"), 10);
}

/** The one that starts others is stopped first, and goes on last. */
async function signalAll(dataFolder: string, signal: "SIGSTOP" | "SIGCONT"): Promise<void> {
  const postmaster = await readPostmaster(dataFolder);
  if (signal === "SIGSTOP") process.kill(postmaster, signal);
  for (const pid of await listChildren(postmaster)) process.kill(pid, signal);
  if (signal === "SIGCONT") process.kill(postmaster, signal);
}

async function listChildren(parent: number): Promise<readonly number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name)).map(Number);
  const parents = await Promise.all(pids.map(readParent));
  return pids.filter((_pid, index) => parents[index] === parent);
}

/** Undefined: it has ended meanwhile. */
async function readParent(pid: number): Promise<number | undefined> {
  const text = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => undefined);
  return text === undefined ? undefined : Number(text.slice(text.lastIndexOf(")") + 2).split(" ")[1]);
}

/** The embedded server starts itself anew, on the same port, when it ends under its users. */
async function restart(
  { url, dataFolder }: { readonly url: string; readonly dataFolder: string },
  signal: "SIGINT" | "SIGQUIT",
): Promise<void> {
  const before = await readStartTime(url);
  process.kill(await readPostmaster(dataFolder), signal);
  const hasRestarted = async (): Promise<boolean> => (await readStartTime(url)) !== before;
  await waitFor(hasRestarted, { timeoutMs: 60_000 });
}

async function readStartTime(url: string): Promise<string | undefined> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on("error", () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query<{ at: string }>("select pg_postmaster_start_time()::text as at");
    return rows[0]?.at;
  } finally {
    await client.end();
  }
}

const silent = { info: () => undefined, warn: () => undefined };

/** A run that was killed could not stop its server. */
async function removeLeftOvers(place: string): Promise<void> {
  const names = (await readdir(place)).filter((name) => name.startsWith(prefix));
  const abandoned = names.filter((name) => !isRunning(Number.parseInt(name.slice(prefix.length), 10)));
  for (const name of abandoned) {
    const folder = join(place, name);
    if (!(await isOurs(folder))) continue;
    await killServerOn(join(folder, "cluster"));
    await rm(folder, { recursive: true, force: true });
  }
}

/** Another user's is that user's to remove, unless root asks. */
async function isOurs(folder: string): Promise<boolean> {
  const user = process.getuid?.();
  return user === 0 || (await stat(folder).catch(() => undefined))?.uid === user;
}
