import { Pool } from "pg";
import type { Config } from "../platform/config/config.schema.ts";
import { watchPool } from "../platform/database/pool-watchdog.ts";
import { describeConnection, withoutCompilation } from "../platform/database/connection-options.ts";
import { deadLineGraceMs, describeLimits, planPools } from "../platform/database/pool-limits.ts";

/** The job queue's own connections, with the limits of all others. */
export interface QueuePool {
  readonly pool: Pool;
  /** Gives nobody another connection; resolves when the last one has ended. */
  end(): Promise<void>;
}

export function openQueuePool(config: Config, url: string): QueuePool {
  const limits = planPools(config).jobs;
  const address = describeConnection({ url, passwordFile: config.databasePasswordFile });
  const pool = new Pool({
    ...(config.databaseLimitsFrom === "role"
      ? address
      : { ...withoutCompilation(address), ...describeLimits(limits) }),
    max: Math.max(4, Math.ceil(config.workerConcurrency / 2)),
    connectionTimeoutMillis: limits.acquireMs,
  });
  // The runner listens too, while it is there.
  pool.on("error", () => undefined);
  watchPool(pool, { statementMs: limits.statementMs + deadLineGraceMs });
  return {
    pool,
    end: () => pool.end(),
  };
}
