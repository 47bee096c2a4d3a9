import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { chmod, mkdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { canReach } from "./reachability.ts";
import type { ServerAccount } from "./server-account.ts";

/** Root's own place for a service's files: unlike /var/tmp, nothing there is cleaned up by age. */
export const machineFolder = "/var/lib/kyc-gateway";

/**
 * The folder that will hold the data: this one, or, when the server's account cannot enter that (a clone
 * below root's home), one outside that belongs to this path alone.
 */
export async function prepareDataFolder(folder: string, account: ServerAccount | undefined): Promise<string> {
  await createEnterable(folder);
  if (await canReach(account, folder)) return folder;
  if (existsSync(join(folder, "cluster"))) throw new Error(describeLockedOut(folder));
  const fallback = join(machineFolder, `postgres-${fingerprint(folder)}`);
  await createEnterable(fallback);
  if (await canReach(account, fallback)) return fallback;
  throw new Error(
    `PostgreSQL's account can enter neither ${folder} nor ${fallback}. Choose another data folder, or set DATABASE_URL.`,
  );
}

/** An empty database elsewhere would look like lost data. */
function describeLockedOut(folder: string): string {
  return (
    `There is data in ${folder}, but PostgreSQL's account cannot enter it any more. ` +
    "Let others pass through the folders above it (chmod o+x), or choose another data folder."
  );
}

/** Others may pass through to what is theirs, and see nothing else. */
export async function createEnterable(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o711 });
  const { uid } = await stat(folder);
  if (uid === process.getuid?.()) await chmod(folder, 0o711);
}

function fingerprint(path: string): string {
  return createHash("sha256").update(path).digest("hex").slice(0, 12);
}
