import type { Config } from "../platform/config/config.schema.ts";
import { openDatabase, type Database } from "../platform/database/database.ts";
import type { DatabaseFailure } from "../platform/database/database-unavailable.ts";
import type { ObserveWait } from "../platform/database/pool-waits.ts";
import { planPools } from "../platform/database/pool-limits.ts";
import type { Log } from "../platform/observability/log.ts";
import { entities } from "./entities.ts";

/** The database with the pools and limits of the configuration. Asks it nothing. */
export function openPools(
  { config, databaseUrl, log }: { readonly config: Config; readonly databaseUrl: string; readonly log: Log },
  observer: {
    readonly onFailure?: (failure: DatabaseFailure) => void;
    readonly onWait?: ObserveWait;
  } = {},
): Promise<Database> {
  const pools = planPools(config);
  return openDatabase({
    url: databaseUrl,
    entities,
    passwordFile: config.databasePasswordFile,
    poolSize: pools.jobs.size,
    pools,
    limitsFrom: config.databaseLimitsFrom,
    areStatementsPrepared: config.areStatementsPrepared,
    ...observer,
    isRowSecurityOn: config.isRowSecurityOn,
    onConnectionLost: () => log.warn("database_connection_lost"),
  });
}
