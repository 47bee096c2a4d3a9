import type { Postgres } from "./start-postgres.ts";

/** What PostgreSQL itself counts, since it began. */
export interface DatabaseCounters {
  readonly walBytes: number;
  readonly commits: number;
}

/** The same between two looks. */
export type DatabaseUse = DatabaseCounters;

/** Backends tell of their commits at most once in a second: a round should last several. */
export async function readDatabaseCounters({ pool }: Pick<Postgres, "pool">): Promise<DatabaseCounters> {
  const { rows } = await pool.query<DatabaseCounters>(
    `select (pg_current_wal_insert_lsn() - '0/0')::float8 as "walBytes",
       (select xact_commit::float8 from pg_stat_database where datname = current_database()) as commits`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error("PostgreSQL did not tell its counters.");
  return row;
}

export function compareDatabaseCounters(before: DatabaseCounters, after: DatabaseCounters): DatabaseUse {
  return { walBytes: after.walBytes - before.walBytes, commits: after.commits - before.commits };
}
