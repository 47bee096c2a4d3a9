import { randomBytes, randomUUID } from "node:crypto";
import { link, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** The superuser's password of a data folder, generated at first use and readable by its owner alone. */
export async function obtainSuperuserPassword(dataFolder: string): Promise<string> {
  const file = join(dataFolder, "password");
  return (await readPassword(file)) ?? createPassword(file);
}

async function readPassword(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    if (isErrorCode(cause, "ENOENT")) return undefined;
    throw new Error(
      `Cannot read ${file}. Run as the account that created it, or choose another data folder.`,
      {
        cause,
      },
    );
  }
}

/** Linked into place complete: of two processes that create one, the later takes the earlier's. */
async function createPassword(file: string): Promise<string> {
  const draft = `${file}.${randomUUID()}`;
  await writeFile(draft, randomBytes(24).toString("base64url"), { mode: 0o600, flag: "w" });
  try {
    await link(draft, file);
  } catch (error) {
    if (!isErrorCode(error, "EEXIST")) throw error;
  } finally {
    await rm(draft);
  }
  return readFile(file, "utf8");
}

function isErrorCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
