import { readFile, statfs } from "node:fs/promises";
import { tmpdir } from "node:os";

const memory = "/dev/shm";

/** What the databases of a run and their log of changes need at most, with as much again for everybody else. */
const neededBytes = 4 * 1024 ** 3;

/**
 * Where a run's server has its data: in memory where that is large enough, for files that live for seconds cost a disk's file system as
 * much as the server's own work.
 */
export async function chooseServerFolder(): Promise<string> {
  return (await isUsable(memory)) ? memory : tmpdir();
}

async function isUsable(folder: string): Promise<boolean> {
  if (process.availableMemory() < neededBytes) return false;
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize >= neededBytes && (await allowsPrograms(folder));
  } catch {
    return false;
  }
}

/** The server's programs are copied beside its data where its account cannot reach those of the checkout. */
async function allowsPrograms(folder: string): Promise<boolean> {
  const mounts = (await readFile("/proc/self/mounts", "utf8")).split("\n").map((line) => line.split(" "));
  const [, , type, options = ""] = mounts.findLast(([, place]) => place === folder) ?? [];
  return type === "tmpfs" && !options.split(",").includes("noexec");
}
