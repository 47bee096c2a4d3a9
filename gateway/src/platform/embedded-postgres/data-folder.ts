import { existsSync } from "node:fs";
import { chmod, stat } from "node:fs/promises";
import { join } from "node:path";
import { StartRefusedError } from "../config/start-refused-error.ts";
import { createFolder } from "./create-folder.ts";
import { canReach } from "./reachability.ts";
import type { ServerAccount } from "./server-account.ts";

/** Makes the folder that will hold the data. Nothing is ever written elsewhere. */
export async function prepareDataFolder(folder: string, account: ServerAccount | undefined): Promise<void> {
  await createEnterable(folder);
  if (await canReach(account, folder)) return;
  throw new StartRefusedError(
    existsSync(join(folder, "cluster")) ? describeLockedOut(folder) : describeUnreachable(folder),
  );
}

function describeUnreachable(folder: string): string {
  return (
    `PostgreSQL does not run as root, and the account that it runs under cannot enter ${folder}. Set KYC_DATA_FOLDER to a ` +
    "folder that others may pass through, such as /var/lib/kyc-gateway, start the gateway as another user, or set DATABASE_URL."
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
async function createEnterable(folder: string): Promise<void> {
  await createFolder(folder, 0o711);
  const { uid } = await stat(folder);
  if (uid === process.getuid?.()) await chmod(folder, 0o711);
}
