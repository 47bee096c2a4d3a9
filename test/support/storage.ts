import type { TestDatabase } from "./test-database.ts";
import { waitFor } from "./wait-for.ts";

/** One event in the outbox. */
export interface StoredEvent {
  readonly seq: number;
  readonly type: string;
  readonly data: { readonly status: string; readonly previousStatus: string; readonly reasons: unknown[] };
}

/** One delivery in the inbox. */
export interface StoredDelivery {
  readonly state: string;
  readonly park_code: string | null;
  readonly session_id: string | null;
  readonly connection: string;
}

type Storage = Pick<TestDatabase, "pool">;

export async function listEvents({ pool }: Storage, sessionId: string): Promise<StoredEvent[]> {
  const text = "select seq, type, data from outbox where session_id = $1 order by seq";
  return (await pool.query<StoredEvent>(text, [sessionId])).rows;
}

export async function listDeliveries({ pool }: Storage): Promise<StoredDelivery[]> {
  const text = `select d.state, d.park_code, d.session_id, c.name as connection
    from deliveries d join connections c on c.id = d.connection_id order by d.received_at`;
  return (await pool.query<StoredDelivery>(text)).rows;
}

/** Lets a session's time run out, and the schedule look at it now. */
export async function letLapse({ pool }: Storage, sessionId: string): Promise<void> {
  await pool.query("update sessions set lapses_at = now(), next_read_at = now() where id = $1", [sessionId]);
  await sweepNow({ pool });
}

/** The next look at the schedule, at once instead of within seconds. */
export async function sweepNow({ pool }: Storage): Promise<void> {
  await pool.query("select graphile_worker.add_job('sweep-sessions', job_key := 'sweep-sessions')");
}

/** Makes every lease and every lock of a job as old as if its holder had crashed an hour ago, and looks at the schedule. */
export async function letTimePass({ pool }: Storage): Promise<void> {
  await pool.query("update graphile_worker._private_jobs set locked_at = locked_at - interval '1 hour'");
  await pool.query("update job_workers set seen_at = seen_at - interval '1 hour'");
  await pool.query(
    `update sessions set intent_lease_until = intent_lease_until - interval '1 hour',
       read_lease_until = read_lease_until - interval '1 hour'`,
  );
  await sweepNow({ pool });
}

/** Until no job is under way or due. */
export async function letJobsEnd({ pool }: Storage): Promise<void> {
  const text = "select from graphile_worker._private_jobs where locked_at is not null or run_at <= now()";
  await waitFor(async () => (await pool.query(text)).rowCount === 0);
}
