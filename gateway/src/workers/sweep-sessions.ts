import type { JobHelpers } from "graphile-worker";
import { queryRows } from "../persistence/query.ts";
import type { Services } from "../services.ts";

/** How often the schedule is looked at. */
const sweepEveryMs = 5000;
/** How many sessions one sweep queues: the rest waits for the next one. */
const sweepLimit = 500;

/**
 * Queues a fetch for every session whose time has come, gives up intents that nobody took up again, and matches early
 * deliveries. Plans the next sweep itself; the crontab only makes sure that there is one.
 */
export async function sweepSessions(
  { database, sessions, inboxStore }: Services,
  helpers: JobHelpers,
): Promise<void> {
  await inboxStore.rematch();
  await queueDueReads(database.pool);
  for (const sessionId of await listLapsedIntents(database.pool)) await sessions.expireIntent(sessionId);
  await helpers.addJob(
    "sweep-sessions",
    {},
    { jobKey: "sweep-sessions", runAt: new Date(Date.now() + sweepEveryMs) },
  );
}

type Pool = Services["database"]["pool"];

/** The next look is pushed ahead at once, so that a fetch that fails does not come again with every sweep. */
async function queueDueReads(pool: Pool): Promise<void> {
  await queryRows(
    pool,
    `with due as (
       select id from sessions where next_read_at <= now() and connection_id is not null
       order by next_read_at limit $1 for update skip locked
     ), planned as (
       update sessions s set next_read_at = now() + interval '5 minutes' from due where s.id = due.id returning s.id
     )
     select graphile_worker.add_job('refresh-session', json_build_object('sessionId', id, 'cause', 'schedule'),
       job_key := 'refresh:' || id, job_key_mode := 'preserve_run_at') from planned`,
    [sweepLimit],
  );
}

async function listLapsedIntents(pool: Pool): Promise<readonly string[]> {
  const rows = await queryRows<{ id: string }>(
    pool,
    `select id from sessions where next_read_at <= now() and connection_id is null and status = 'NOT_STARTED' limit $1`,
    [sweepLimit],
  );
  return rows.map(({ id }) => id);
}
