import type { Database } from "../../platform/database/database.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { AnalyticsMetrics } from "./analytics.metrics.ts";
import { mergeCalls } from "./provider-calls.store.ts";
import { beginRecount, countNextSessions, rebuildRollUps } from "./count-sessions.store.ts";

/** Roll-ups of sessions: counts them, and answers questions. */
export interface Analytics {
  /** Counts what has happened since; ends at the latest after `deadlineAt`. */
  count(deadlineAt: number): Promise<void>;
  /** Counts of calls at providers become one row for all processes. */
  mergeCalls(): Promise<void>;
  /** Looks at every session again, and makes every roll-up anew. */
  rebuild(): Promise<void>;
}

export function createAnalytics(parts: {
  readonly database: Pick<Database, "pool">;
  readonly vault: Vault;
  readonly metrics?: AnalyticsMetrics;
}): Analytics {
  const { database, vault, metrics } = parts;
  const step = async () => {
    const done = await countNextSessions({ pool: database.pool, vault });
    metrics?.sessionsCounted.inc(done.sessions);
    if (!done.hasMore) metrics?.countedAt.setToCurrentTime();
    return done;
  };
  return {
    async count(deadlineAt) {
      for (let hasMore = true; hasMore && Date.now() < deadlineAt;) ({ hasMore } = await step());
    },
    mergeCalls: () => mergeCalls(database.pool),
    async rebuild() {
      await beginRecount(database);
      for (let isRecounting = true; isRecounting;) ({ isRecounting } = await step());
      await rebuildRollUps(database);
    },
  };
}
