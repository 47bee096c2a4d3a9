import type { Database } from "../../../platform/database/database.ts";
import { skipIdleEndpoints, trimAttempts } from "./maintenance.store.ts";
import { describeError, type Log } from "../../../platform/observability/log.ts";

/** Keeps what dispatch leaves behind small. */
export interface Maintenance {
  stop(): Promise<void>;
}

const everyMs = 60_000;
export function startMaintenance({ pool }: Database, log: Log): Maintenance {
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= (async () => {
      await skipIdleEndpoints(pool);
      await trimAttempts(pool);
    })()
      .catch((error: unknown) =>
        log.warn({ component: "events", ...describeError(error) }, "event_maintenance_failed"),
      )
      .finally(() => {
        running = undefined;
      });
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
