import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../stage/processes.ts";

/** An older version of the whole repository, ready to run. */
export interface PreviousVersion {
  readonly folder: string;
  /** For people: its commit, shortened. */
  readonly commit: string;
  remove(): Promise<void>;
}

const migrations = "gateway/src/platform/database/migrations/*.migration.ts";

/**
 * The commit `ref`, or the last one without the newest migration: cloned, with the packages of its own lockfile. Throws
 * where there is no history to take it from: a made-up old version would prove nothing.
 */
export async function installPreviousVersion(ref: string | undefined): Promise<PreviousVersion> {
  const commit = await runGit(repository, [
    "rev-parse",
    "--verify",
    `${ref ?? (await findLastBefore())}^{commit}`,
  ]);
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-previous-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await runGit(repository, ["clone", "--quiet", "--shared", "--no-checkout", repository, folder]);
    await runGit(folder, ["checkout", "--quiet", commit]);
    await run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--silent"], { cwd: folder });
  } catch (error) {
    await remove();
    throw error;
  }
  return { folder, commit: commit.slice(0, 8), remove };
}

/** The parent of the commit that added a migration last. */
async function findLastBefore(): Promise<string> {
  const added = await runGit(repository, ["log", "--diff-filter=A", "--format=%H", "-1", "--", migrations]);
  return `${added || "HEAD"}^`;
}

const run = promisify(execFile);

async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  try {
    return (await run("git", [...args], { cwd })).stdout.trim();
  } catch (cause) {
    throw new Error(
      `There is no older version to deploy from: \`git ${args.join(" ")}\` failed. This proof needs a clone of the repository ` +
        "with its history, and a commit before the newest migration (or --previous <ref>).",
      { cause },
    );
  }
}
