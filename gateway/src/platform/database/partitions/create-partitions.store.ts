import type { Pool } from "pg";
import { queryRows } from "../sql/query.ts";
import { partitionedTables, type PartitionedTable } from "./partitioned-tables.store.ts";
import { runBriefly } from "./run-briefly.store.ts";

/** Partitions beyond the running one: so long may everybody who makes them be away before rows go astray. */
const aheadCount = 2;
/** Moved out of the default partition in one go, some tenths of a second; with more of them it is left as it is. */
const maxMoved = 20_000;

/**
 * Makes the partitions of now and of the time ahead where they are missing, and moves there what went to the default
 * partition meanwhile. Several may do so at once. What cannot be done at once, since somebody works there, is for the
 * next time: the default partition takes every row meanwhile. Gives how many were made.
 */
export async function createPartitions(pool: Pool): Promise<number> {
  let created = 0;
  for (const table of partitionedTables) {
    for (let step = 0; step <= aheadCount; step += 1)
      if (await createPartition(pool, table, step)) created += 1;
  }
  return created;
}

async function createPartition(
  pool: Pool,
  { name, width }: PartitionedTable,
  step: number,
): Promise<boolean> {
  const isMissing = `select not exists (select from list_time_partitions($1) p where p.ends_at > ${moment}
    and (p.begins_at is null or p.begins_at <= ${moment})) as "isMissing"`;
  const [found] = await queryRows<{ isMissing: boolean }>(pool, isMissing, [name, width, step]);
  if (found?.isMissing !== true) return false;
  const made = await runBriefly(pool, async (client) => {
    const text = `select add_time_partition($1, $2, ${moment}, $4) as "isMade"`;
    const [row] = await queryRows<{ isMade: boolean }>(client, text, [name, width, step, maxMoved]);
    return row?.isMade;
  });
  return made === true;
}

/** The database's clock counts: it is one, and replicas' are many. */
const moment = `(begin_of($2, now()) + $3 * ('1 ' || $2)::interval + interval '1 day')`;
