import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { repository } from "../stage/processes.ts";

/** Two versions of the whole repository, ready to run; the newer one has a migration that the older one lacks. */
export interface Versions {
  readonly oldFolder: string;
  readonly newFolder: string;
  /** For people: the commit of the older one, shortened. */
  readonly oldCommit: string;
  remove(): Promise<void>;
}

const migrationsFolder = "gateway/src/platform/database/migrations";

/** What a later version may do to the schema: it adds to the table that is written most. */
const plantedMigration = `import { Migration } from "@mikro-orm/migrations";

export class Migration9000Planted extends Migration {
  override up(): void {
    this.addSql(\`
      alter table sessions add column planted text;
      create index sessions_planted on sessions (planted) where planted is not null;
      create table planted_notes (id uuid primary key, session_id uuid not null, note text not null);
    \`);
  }
}
`;

const plantedEntry = `
import { Migration9000Planted } from "./9000-planted.migration.ts";
migrations.push({ name: "9000-planted", class: Migration9000Planted });
`;

/**
 * From the commit `previous` to this working copy; without one from this working copy to its own last commit with a
 * migration planted in it. Throws where there is no history to clone from.
 */
export async function prepareVersions(previous: string | undefined): Promise<Versions> {
  const ref = previous ?? "HEAD";
  const commit = await runGit(repository, ["rev-parse", "--verify", `${ref}^{commit}`]);
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-version-"));
  const remove = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    await runGit(repository, ["clone", "--quiet", "--shared", "--no-checkout", repository, folder]);
    await runGit(folder, ["checkout", "--quiet", commit]);
    await run("pnpm", ["install", "--frozen-lockfile", "--prefer-offline", "--silent"], { cwd: folder });
    if (previous === undefined) await plantMigration(folder);
  } catch (error) {
    await remove();
    throw error;
  }
  const [oldFolder, newFolder] = previous === undefined ? [repository, folder] : [folder, repository];
  return { oldFolder, newFolder, oldCommit: commit.slice(0, 8), remove };
}

async function plantMigration(folder: string): Promise<void> {
  const write = (name: string, text: string, flag: string): Promise<void> =>
    writeFile(join(folder, migrationsFolder, name), text, { flag });
  await write("9000-planted.migration.ts", plantedMigration, "wx");
  await write("index.ts", plantedEntry, "a");
}

const run = promisify(execFile);

async function runGit(cwd: string, args: readonly string[]): Promise<string> {
  try {
    return (await run("git", [...args], { cwd })).stdout.trim();
  } catch (cause) {
    throw new Error(
      `There is no second version to deploy: \`git ${args.join(" ")}\` failed. This proof needs a clone of the repository with its history.`,
      { cause },
    );
  }
}
