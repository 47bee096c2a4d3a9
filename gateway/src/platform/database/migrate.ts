import { Logger, runMigrations } from "graphile-worker";
import pRetry from "p-retry";
import { Client, Pool } from "pg";
import { checkKeyTables } from "./check-key-tables.store.ts";
import { checkServer } from "./check-server.store.ts";
import { describeConnection, type DatabaseAddress } from "./connection-options.ts";
import { checkForeignTables, prepareOwnSchema } from "./own-schema.store.ts";
import { openDatabase } from "./database.ts";
import { beginAlone, runAndUnlock } from "./migration-guard.store.ts";
import { MigrationBlockedError } from "./migration-blocked-error.ts";
import { createPartitions } from "./partitions/create-partitions.store.ts";
import { prepareTenantRole } from "./tenancy/tenant-role.store.ts";
import { isDatabaseError } from "./sql/database-error.ts";

/** The migrations of the job queue have nothing to tell that ours do not. */
const silentLogger = new Logger(() => () => undefined);

/**
 * Brings a database to the newest schema, the job queue's included. Safe to run from several places at once and to
 * repeat. Returns the names of the migrations that ran. Throws `StartRefusedError` before anything is changed.
 */
export async function migrate(url: string, passwordFile?: string): Promise<readonly string[]> {
  const address = { url, passwordFile };
  await checkServer(address);
  const guard = new Client(describeConnection(address));
  await guard.connect();
  try {
    await beginAlone(guard);
    await runAndUnlock(guard, async () => {
      await checkForeignTables(guard);
      await checkKeyTables(guard);
    });
    return await runAll(address, await prepareOwnSchema(address));
  } finally {
    await guard.end();
  }
}

/**
 * How long a migration waits for a lock: whoever asks for the table meanwhile waits behind it, and a request bears this
 * much. It gives way then, and tries again.
 */
const lockMs = 1000;
const attempts = 60;
const pauseMs = 500;

/** Each migration commits by itself, so that no lock outlives what it was taken for. */
async function runAll(address: DatabaseAddress, schema: string): Promise<readonly string[]> {
  await migrateQueue(address);
  const database = await openDatabase({ ...address, poolSize: 2, lockMs, schema });
  try {
    const { migrator } = database.orm;
    const pending = await migrator.getPending();
    for (const { name } of pending) await runOne(name, () => migrator.up({ migrations: [name] }));
    await createPartitions(database.pool);
    await prepareTenantRole(database.pool);
    return pending.map(({ name }) => name);
  } finally {
    await database.close();
  }
}

async function migrateQueue(address: DatabaseAddress): Promise<void> {
  const pgPool = new Pool({ ...describeConnection(address), max: 1 });
  // Whoever waits for a statement learns of a broken connection by it.
  pgPool.on("error", () => undefined);
  pgPool.on("connect", (client) => client.on("error", () => undefined));
  try {
    await runMigrations({ pgPool, logger: silentLogger });
  } finally {
    await pgPool.end();
  }
}

async function runOne(name: string, run: () => Promise<unknown>): Promise<void> {
  try {
    await pRetry(run, {
      retries: attempts - 1,
      factor: 1,
      minTimeout: pauseMs,
      randomize: true,
      shouldRetry: ({ error }) => isLockRefused(error),
    });
  } catch (error) {
    if (!isLockRefused(error)) throw error;
    throw new MigrationBlockedError(name, error);
  }
}

function isLockRefused(error: unknown): boolean {
  return isDatabaseError(error, "lock_not_available", "deadlock_detected");
}
