import { Client } from "pg";

/**
 * Our share in a running server: a session that holds a shared advisory lock for as long as we use it. A process that
 * dies loses its session, so that no lease is ever stale.
 */
export interface Lease {
  /** Gives the share back. True when nobody else holds one, and from then on nobody can get one: stop the server. */
  giveBack(): Promise<boolean>;
  close(): Promise<void>;
}

const lockKey = 7_236_814;

/** Throws when the server does not answer, or is being stopped by its last user. */
export async function takeLease(url: string, onLost: (cause: Error) => void): Promise<Lease> {
  const client = new Client({ connectionString: url, application_name: "kyc-gateway lease" });
  let isHeld = true;
  client.on("error", (cause) => {
    if (isHeld) onLost(cause);
    isHeld = false;
  });
  await client.connect();
  await client.query("SELECT pg_advisory_lock_shared($1)", [lockKey]);
  return {
    async giveBack() {
      isHeld = false;
      return isLastLease(client);
    },
    close: () => client.end(),
  };
}

/** Another user that is stopping the server right now cuts our session: it is the last, not we. */
async function isLastLease(client: Client): Promise<boolean> {
  try {
    await client.query("SELECT pg_advisory_unlock_shared($1)", [lockKey]);
    const { rows } = await client.query<{ is_last: boolean }>("SELECT pg_try_advisory_lock($1) AS is_last", [
      lockKey,
    ]);
    return rows[0]?.is_last === true;
  } catch {
    return false;
  }
}
