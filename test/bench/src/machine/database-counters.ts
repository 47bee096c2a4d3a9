import type { Postgres } from "./start-postgres.ts";

/** What PostgreSQL itself counts, since it began. */
export interface DatabaseCounters {
  readonly statements: number;
  readonly commits: number;
  readonly walBytes: number;
  /** Of the log: how often it was brought to the disk. */
  readonly flushes: number;
}

/** The same between two looks. */
export type DatabaseUse = DatabaseCounters;

/** Those of `pg_stat_statements` and of the log are exact; backends tell of their commits and flushes at most once in a second. */
export async function readDatabaseCounters({ pool, statistics }: Postgres): Promise<DatabaseCounters> {
  const [counted, stated] = await Promise.all([
    pool.query<Omit<DatabaseCounters, "statements">>(
      `select (pg_current_wal_insert_lsn() - '0/0')::float8 as "walBytes",
         (select xact_commit::float8 from pg_stat_database where datname = current_database()) as commits,
         (select sum(fsyncs)::float8 from pg_stat_io where object = 'wal') as flushes`,
    ),
    statistics.query<{ statements: number }>(
      "select coalesce(sum(calls), 0)::float8 as statements from pg_stat_statements",
    ),
  ]);
  const {
    rows: [row],
  } = counted;
  const {
    rows: [sum],
  } = stated;
  if (row === undefined || sum === undefined) throw new Error("PostgreSQL did not tell its counters.");
  return { ...row, ...sum };
}

export function compareDatabaseCounters(before: DatabaseCounters, after: DatabaseCounters): DatabaseUse {
  return {
    statements: after.statements - before.statements,
    commits: after.commits - before.commits,
    walBytes: after.walBytes - before.walBytes,
    flushes: after.flushes - before.flushes,
  };
}
