import { randomBytes } from "node:crypto";
import { escapeIdentifier, Pool } from "pg";
import { waitFor } from "./wait-for.ts";

export type Migrate = (databaseUrl: string) => Promise<unknown>;

/** What the test files of one run share: a server, and a migrated database to copy. */
export interface DatabaseSource {
  readonly serverUrl: string;
  readonly template: string;
}

/** Names of one run's databases begin alike, so that the run can remove what its tests left. */
export async function createTemplate(serverUrl: string, migrate: Migrate): Promise<DatabaseSource> {
  const template = `kyc_test_${randomBytes(4).toString("hex")}`;
  await runStatement(serverUrl, `CREATE DATABASE ${escapeIdentifier(template)}`);
  await migrate(nameDatabase(serverUrl, template));
  return { serverUrl, template };
}

/** Takes milliseconds: PostgreSQL copies files, no migration runs. */
export async function copyTemplate({ serverUrl, template }: DatabaseSource): Promise<string> {
  const name = `${template}_${randomBytes(4).toString("hex")}`;
  await runStatement(
    serverUrl,
    `CREATE DATABASE ${escapeIdentifier(name)} TEMPLATE ${escapeIdentifier(template)}`,
  );
  return nameDatabase(serverUrl, name);
}

export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await letConnectionsEnd(serverUrl, name);
  await runStatement(serverUrl, `DROP DATABASE IF EXISTS ${escapeIdentifier(name)} WITH (FORCE)`);
}

/**
 * Connections that are just being closed end by themselves: a pool that is ended already listens to no error, and one
 * that the server cuts off would end the test process.
 */
async function letConnectionsEnd(serverUrl: string, name: string): Promise<void> {
  const count = `SELECT count(*)::int AS open FROM pg_stat_activity WHERE datname = '${name}'`;
  const isQuiet = async (): Promise<boolean> => (await runStatement(serverUrl, count))[0]?.["open"] === 0;
  await waitFor(isQuiet, { timeoutMs: 1000 }).catch(() => undefined);
}

export async function dropAllOfRun({ serverUrl, template }: DatabaseSource): Promise<void> {
  const rows = await runStatement(
    serverUrl,
    `SELECT datname AS name FROM pg_database WHERE starts_with(datname, '${template}')`,
  );
  for (const { name } of rows) await dropDatabase(serverUrl, String(name));
}

/** By server: databases come and go by the hundred, and a connection for each statement would cost as much as the statement. */
const pools = new Map<string, Pool>();

async function runStatement(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const pool = pools.get(url) ?? openPool(url);
  pools.set(url, pool);
  const { rows } = await pool.query<Record<string, unknown>>(statement);
  return rows;
}

/** It keeps no process: whoever is done ends, and its connections with it. */
function openPool(connectionString: string): Pool {
  const pool = new Pool({ connectionString, max: 2, allowExitOnIdle: true });
  // A server may end before its users.
  pool.on("error", () => undefined);
  return pool;
}

function nameDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = name;
  return url.href;
}
