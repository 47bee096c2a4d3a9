import type { Client } from "pg";

/** A number of our own, so that two migrations of one database wait for each other. */
const migrationLock = 7_411_902_653;

/** Begins a transaction: until its end nobody else migrates this database. */
export async function beginAlone(client: Client): Promise<void> {
  await client.query("begin");
  await client.query("select pg_advisory_xact_lock($1)", [migrationLock]);
}

/** What the work has read it would keep locked against the migrations themselves. */
export async function runAndUnlock(client: Client, work: () => Promise<void>): Promise<void> {
  await client.query("savepoint checks");
  await work();
  await client.query("rollback to savepoint checks");
}
