import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { waitFor } from "./wait-for.ts";

export function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** Ends the server that still runs on a cluster's folder, without a checkpoint: its data is not wanted any more. */
export async function killServerOn(cluster: string): Promise<void> {
  const pidFile = join(cluster, "postmaster.pid");
  const readPid = async (): Promise<number> =>
    Number.parseInt(await readFile(pidFile, "utf8").catch(() => ""), 10);
  const pid = await readPid();
  if (!pid || !isRunning(pid)) return;
  process.kill(pid, "SIGQUIT");
  await waitFor(async () => !(await readPid()) || !isRunning(pid), { timeoutMs: 10_000 });
}
