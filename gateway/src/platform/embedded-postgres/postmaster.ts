import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cluster } from "./cluster.ts";
import { runServerCommand } from "./server-command.ts";

/** A running server, as it describes itself in its `postmaster.pid`. */
export interface Postmaster {
  readonly pid: number;
  /** Absent while the server is starting. */
  readonly port?: number;
}

const pidFile = "postmaster.pid";

/** Undefined when no server runs on the cluster. */
export async function findPostmaster({ folder }: Cluster): Promise<Postmaster | undefined> {
  const text = await readFile(join(folder, pidFile), "utf8").catch(() => "");
  const [pid, , , port] = text.split("\n").map(Number);
  if (!pid || !(await readCommandLine(pid)).includes(folder)) return undefined;
  return port ? { pid, port } : { pid };
}

interface ServerSettings {
  readonly port: number;
  readonly settings: Readonly<Record<string, string>>;
}

/** Resolves when the server accepts connections. The server is a daemon: it outlives us and hears no Ctrl-C. */
export async function startPostmaster(cluster: Cluster, { port, settings }: ServerSettings): Promise<void> {
  await disownPidFile(cluster);
  const options = Object.entries({ ...fixedSettings, ...settings, port: String(port) });
  const flags = options.map(([name, value]) => `-c ${name}='${value}'`).join(" ");
  const log = join(cluster.folder, "server.log");
  try {
    await runPgCtl(cluster, ["start", "--wait", "--timeout=60", "--log", log, "--options", flags]);
  } catch (cause) {
    throw new Error(`PostgreSQL did not start: ${await readLastLines(log)}`, { cause });
  }
}

async function readLastLines(log: string): Promise<string> {
  const text = await readFile(log, "utf8").catch(() => "it wrote no log");
  return text.trim().split("\n").slice(-4).join(" | ");
}

/** Disconnects everybody, writes a checkpoint and ends. */
export async function stopPostmaster(cluster: Cluster): Promise<void> {
  await runPgCtl(cluster, ["stop", "--wait", "--timeout=30", "--mode=fast"]);
}

function runPgCtl({ folder, binaries, account }: Cluster, args: readonly string[]): Promise<string> {
  const [command = "", ...rest] = args;
  return runServerCommand({ file: binaries.pgCtl, args: [command, `--pgdata=${folder}`, ...rest], account });
}

/** Statements and details carry personal data; the log keeps what concerns the server itself. */
const fixedSettings = {
  listen_addresses: "127.0.0.1",
  unix_socket_directories: "",
  max_connections: "200",
  log_min_messages: "log",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
  log_checkpoints: "off",
  log_timezone: "UTC",
  timezone: "UTC",
};

/** Above what any system assigns. */
const deadPid = 4_194_305;

/**
 * A server refuses to start while the recorded process exists, although that may be another program by now, or a dead
 * server that nobody has reaped. The rest of the file stays: by it a server recognises sessions that still run.
 */
async function disownPidFile({ folder }: Cluster): Promise<void> {
  const file = join(folder, pidFile);
  const text = await readFile(file, "utf8").catch(() => "");
  const pid = Number.parseInt(text, 10);
  if (!pid || (await readCommandLine(pid)).includes(folder)) return;
  await writeFile(file, text.replace(/^\d+/, String(deadPid)));
}

const run = promisify(execFile);

/** Empty when no such process runs, or only waits to be reaped. */
async function readCommandLine(pid: number): Promise<string> {
  if (process.platform === "linux") return readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
  const { stdout } = await run("ps", ["-o", "command=", "-p", String(pid)]).catch(() => ({ stdout: "" }));
  return stdout;
}
