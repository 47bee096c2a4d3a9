import { Logger, runMigrations } from "graphile-worker";
import { Client } from "pg";
import { openDatabase } from "./database.ts";

/** A number of our own, so that two migrations of one database wait for each other. */
const migrationLock = 7_411_902_653;

/** The migrations of the job queue have nothing to tell that ours do not. */
const silentLogger = new Logger(() => () => undefined);

/**
 * Brings a database to the newest schema, the job queue's included. Safe to run from several places at once and to
 * repeat. Returns the names of the migrations that ran.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const guard = new Client({ connectionString: databaseUrl });
  await guard.connect();
  try {
    await guard.query("begin");
    await guard.query("select pg_advisory_xact_lock($1)", [migrationLock]);
    return await runAll(databaseUrl);
  } finally {
    await guard.end();
  }
}

async function runAll(databaseUrl: string): Promise<readonly string[]> {
  await runMigrations({ connectionString: databaseUrl, logger: silentLogger });
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 });
  try {
    const ran = await database.orm.migrator.up();
    return ran.map(({ name }) => name);
  } finally {
    await database.close();
  }
}

/** The names of the migrations that are still to run. */
export async function listPendingMigrations(databaseUrl: string): Promise<readonly string[]> {
  const database = await openDatabase({ url: databaseUrl, poolSize: 2 });
  try {
    const pending = await database.orm.migrator.getPending();
    return pending.map(({ name }) => name);
  } finally {
    await database.close();
  }
}
