import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { causes, fullDisk, type Cause } from "../database-faults/causes.ts";
import { openFaultRoom } from "../database-faults/fault-room.ts";
import { describeSuffering, listBroken } from "../database-faults/judge.ts";
import { suffer } from "../database-faults/suffer.ts";
import type { Finding, Scale } from "../report/finding.ts";

const run = promisify(execFile);
const diskSize = "400m";

/** Every way in which a database is there and cannot serve, one after the other, at one gateway that is never restarted. */
export async function proveDatabaseFaults({ isShort }: Scale): Promise<readonly Finding[]> {
  const causeMs = isShort ? 4000 : 12_000;
  const disk = await mountDisk();
  try {
    const all = disk === undefined ? causes : [...causes, fullDisk(disk.folder)];
    const findings = await sufferAll(all, { causeMs, folder: disk?.folder });
    return disk === undefined ? [...findings, noDisk] : findings;
  } finally {
    await disk?.close();
  }
}

async function sufferAll(
  all: readonly Cause[],
  { causeMs, folder }: { readonly causeMs: number; readonly folder: string | undefined },
): Promise<Finding[]> {
  const room = await openFaultRoom(folder);
  const findings: Finding[] = [];
  try {
    for (const cause of all) {
      const suffering = await suffer(room, cause, causeMs);
      const broken = listBroken(cause, suffering);
      findings.push({
        proof: cause.name,
        mustShow: "deadlines hold, refused is not stored, full service within 10 s",
        seen: [describeSuffering(suffering), ...broken.map((what) => `BROKEN: ${what}`)].join("; "),
        isShown: broken.length === 0,
      });
    }
  } finally {
    await room.close();
  }
  return findings;
}

const noDisk: Finding = {
  proof: "a full disk",
  mustShow: "deadlines hold, refused is not stored, full service within 10 s",
  seen: "not tried: a small file system can be mounted by root alone",
  isShown: false,
};

/** A file system in memory that can be filled; undefined where none may be mounted. */
async function mountDisk(): Promise<{ folder: string; close: () => Promise<void> } | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-disk-"));
  try {
    await run("mount", ["-t", "tmpfs", "-o", `size=${diskSize},mode=0755`, "tmpfs", folder]);
  } catch {
    await rm(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    async close() {
      await run("umount", [folder]);
      await rm(folder, { recursive: true });
    },
  };
}
