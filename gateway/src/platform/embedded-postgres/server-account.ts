import { execFile } from "node:child_process";
import { stat } from "node:fs/promises";
import { userInfo } from "node:os";
import { promisify } from "node:util";
import { StartRefusedError } from "../config/start-refused-error.ts";

/** The operating system's account that the server runs under; undefined stands for our own. */
export interface ServerAccount {
  readonly uid: number;
  readonly gid: number;
}

const run = promisify(execFile);

/** PostgreSQL refuses to run as root, so that root has to lend it another account. */
const candidates = ["postgres", "nobody"] as const;

/**
 * An existing cluster is served by the account that owns it. Throws when we are root and the machine has no account
 * that could run the server.
 */
export async function chooseServerAccount(cluster: string): Promise<ServerAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const owner = await stat(cluster).catch(() => undefined);
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  for (const name of candidates) {
    const account = await findAccount(name);
    if (account) return account;
  }
  throw new StartRefusedError(
    "PostgreSQL does not run as root, and this machine has neither a 'postgres' nor a 'nobody' account. " +
      "Start the gateway as another user, or set DATABASE_URL.",
  );
}

/** Throws when our own account has no name: PostgreSQL's `initdb` makes no cluster for it. */
export function refuseNamelessAccount(): void {
  try {
    userInfo();
  } catch (cause) {
    const error = new StartRefusedError(
      `The user id ${process.getuid?.()} has no name on this machine, and PostgreSQL makes no database for a user without ` +
        "one. Add it to /etc/passwd, start the gateway as a user that is there, or set DATABASE_URL.",
    );
    error.cause = cause;
    throw error;
  }
}

async function findAccount(name: string): Promise<ServerAccount | undefined> {
  try {
    const [uid, gid] = await Promise.all([run("id", ["-u", name]), run("id", ["-g", name])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}
