import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Pool } from "pg";
import { startEmbeddedPostgres } from "../../../../gateway/src/platform/embedded-postgres/embedded-postgres.ts";

export interface Postgres {
  readonly url: string;
  readonly pool: Pool;
  /** Where `pg_stat_statements` is: beside the database that is measured. */
  readonly statistics: Pool;
  /** Of the server's first process; its backends are that one's children. */
  readonly pid: number;
  /** For the report. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/**
 * A server with the settings that PostgreSQL has when nobody sets any: durable. Only its statements are counted, for all
 * subjects alike. The folder ends with it.
 */
export async function startPostgres(): Promise<Postgres> {
  const folder = await mkdtemp(join(tmpdir(), "kyc-gateway-bench-"));
  const silent = { info: () => undefined, warn: () => undefined };
  const server = await startEmbeddedPostgres({ dataFolder: folder, log: silent, settings: counting });
  const pool = new Pool({ connectionString: server.url, max: 4 });
  const statistics = await openStatistics(server.url);
  const pidFile = await readFile(join(server.dataFolder, "cluster", "postmaster.pid"), "utf8");
  return {
    url: server.url,
    pool,
    statistics,
    pid: Number.parseInt(pidFile, 10),
    settings: await readSettings(pool),
    async stop() {
      await Promise.all([pool.end(), statistics.end()]);
      await server.stop();
      await rm(server.dataFolder, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const counting = { shared_preload_libraries: "pg_stat_statements" };

async function openStatistics(serverUrl: string): Promise<Pool> {
  const url = new URL(serverUrl);
  url.pathname = "/postgres";
  const pool = new Pool({ connectionString: url.href, max: 1 });
  await pool.query("create extension pg_stat_statements");
  return pool;
}

async function readSettings(pool: Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings where name in
       ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers', 'wal_sync_method')`,
  );
  const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
  for (const name of ["fsync", "synchronous_commit", "full_page_writes"])
    if (settings[name] !== "on")
      throw new Error(`${name} is ${settings[name]}: this run would not be durable.`);
  return settings;
}
