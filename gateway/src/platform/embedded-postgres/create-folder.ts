import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { StartRefusedError } from "../config/start-refused-error.ts";

/**
 * Makes a folder and those above it. Node's own recursive `mkdir` goes round for ever where a file system takes no new
 * folders and calls them missing, as /proc does.
 */
export async function createFolder(folder: string, mode: number): Promise<void> {
  if (await tryToCreate(folder, mode)) return;
  await createFolder(dirname(folder), mode);
  if (!(await tryToCreate(folder, mode))) throw new UnusableFolderError(folder);
}

/** False: the folder above it is missing. */
async function tryToCreate(folder: string, mode: number): Promise<boolean> {
  try {
    await mkdir(folder, { mode });
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ENOENT" && dirname(folder) !== folder) return false;
    // A folder that is there is not always told as one that is: a read-only file system says so first.
    const isThere = await stat(folder).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw code === "EEXIST" ? new UnusableFolderError(folder) : error;
    return true;
  }
}

class UnusableFolderError extends StartRefusedError {
  constructor(folder: string) {
    super(
      `The folder ${folder} cannot be made: no folder can be there. Set KYC_DATA_FOLDER, which names the folder for ` +
        "everything that the gateway keeps, to one on a disk, or set DATABASE_URL.",
    );
  }
}
