import type { JobHelpers } from "graphile-worker";
import { findFirstRecentId } from "../platform/database/first-id.ts";
import type { Services } from "./services.ts";
import { queueDueReads } from "../features/sessions/queue-due-reads.store.ts";
import { recordActivity } from "../features/webhooks/record-activity.store.ts";
import { listLapsedIntents, takeUpLeftOvers } from "./take-up-left-overs.store.ts";

/** How often the schedule is looked at. */
const sweepEveryMs = 2000;
/** Before all other jobs: however many wait, the schedule is looked at. */
export const sweepPriority = -1;
/** How many intents one sweep gives up: the rest waits for the next one. */
const sweepLimit = 500;

/**
 * Queues a fetch for every session whose time has come, gives up intents that nobody took up again, matches early
 * deliveries and takes up what a crash left behind. Plans the next sweep itself; the crontab makes sure that there is
 * one, and that one each minute is thorough: it passes over nothing for being old.
 */
export async function sweepSessions(
  { database, sessions, erasures, inboxStore, configuration }: Services,
  payload: { readonly isThorough?: boolean } | undefined,
  helpers: JobHelpers,
): Promise<void> {
  const firstId = findFirstRecentId({ isThorough: payload?.isThorough === true });
  await inboxStore.rematch(firstId);
  await takeUpLeftOvers(database.pool, firstId);
  // A connection that cannot be used now has nothing to be read from.
  const connectionIds = [...configuration.current.connections.keys()];
  await queueDueReads(database.pool, { connectionIds, windowMs: sweepEveryMs });
  await recordActivity(database.pool);
  await erasures.sweep();
  for (const sessionId of await listLapsedIntents(database.pool, sweepLimit))
    await sessions.expireIntent(sessionId);
  await helpers.addJob(
    "sweep-sessions",
    {},
    { jobKey: "sweep-sessions", priority: sweepPriority, runAt: new Date(Date.now() + sweepEveryMs) },
  );
}
