import {
  type CurrentConfiguration,
  createCurrentConfiguration,
} from "../features/configuration/current-configuration.ts";
import { createCallRecorder, type CallRecorder } from "../features/analytics/call-recorder.ts";
import { loadSnapshot } from "../features/configuration/load-snapshot.ts";
import { readCredentials } from "../features/access/read-credentials.ts";
import type { AdapterHost } from "../features/providers/adapter-host.ts";
import type { Adapters } from "../features/providers/load-adapters.ts";
import type { Config } from "../platform/config/config.schema.ts";
import { createDatabaseHealth, type DatabaseHealth } from "../platform/database/database-health.service.ts";
import { createDatabaseObserver, registerDatabaseMetrics } from "../platform/database/database.metrics.ts";
import type { Database } from "../platform/database/database.ts";
import type { MasterKeys } from "../platform/encryption/master-keys.ts";
import { createVault, type Vault } from "../platform/encryption/vault.ts";
import type { Log } from "../platform/observability/log.ts";
import { createMetrics, type Metrics } from "../platform/observability/metrics/metrics.ts";
import { hostAdapters } from "./host-adapters.ts";
import { openPools } from "./open-pools.ts";
import { showConfiguration } from "./show-configuration.ts";

/** What the gateway is made from. */
export interface FoundationOptions {
  readonly config: Config;
  readonly databaseUrl: string;
  readonly masterKeys: MasterKeys;
  readonly adapters: Adapters;
  readonly log: Log;
}

/** The database, the configuration and the providers: what every part stands on, and all that `doctor` needs. */
export interface Foundation {
  readonly config: Config;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly vault: Vault;
  readonly database: Database;
  readonly health: DatabaseHealth;
  readonly adapterHost: AdapterHost;
  readonly calls: CallRecorder;
  readonly configuration: CurrentConfiguration;
  /** The connections' calls and sockets end. */
  readonly closeProviders: () => Promise<void>;
}

/** Asks the database nothing: it may be away. */
export async function createFoundation(options: FoundationOptions): Promise<Foundation> {
  const { config, log, adapters } = options;
  const metrics = createMetrics();
  const { database, health } = await openWatchedDatabase(options, metrics);
  const vault = createVault(database.pool, options.masterKeys);
  const calls = createCallRecorder(database.pool, Date.now);
  const adapterHost = hostAdapters({ config, adapters, metrics, log, calls });
  const configuration = connectConfiguration({ database, vault, adapterHost, log, metrics });
  return {
    config,
    log,
    metrics,
    vault,
    database,
    health,
    adapterHost,
    calls,
    configuration,
    async closeProviders() {
      for (const { caller } of configuration.current.connections.values()) caller.close();
      await adapterHost.close();
    },
  };
}

/** For `doctor`, which needs nothing more. */
export async function closeFoundation(foundation: Foundation): Promise<void> {
  foundation.health.stop();
  await foundation.closeProviders();
  await foundation.calls.flush();
  await foundation.database.close();
}

/** The database, and what is known and told of how it is. */
async function openWatchedDatabase(
  options: Parameters<typeof openPools>[0],
  { registry }: Metrics,
): Promise<Pick<Foundation, "database" | "health">> {
  const observer = createDatabaseObserver(registry);
  const database = await openPools(options, {
    ...observer,
    onFailure(failure) {
      observer.onFailure(failure);
      health.noteFailure(failure);
    },
  });
  const health = createDatabaseHealth(database, options.log);
  registerDatabaseMetrics(registry, { health, pools: database.listPools() });
  return { database, health };
}

function connectConfiguration({
  database,
  vault,
  adapterHost,
  log,
  metrics,
}: Pick<Foundation, "database" | "vault" | "adapterHost" | "log" | "metrics">): CurrentConfiguration {
  const onBroken = tellBroken(log);
  const parts = { database, vault, factory: adapterHost, readCredentials, onBroken };
  return createCurrentConfiguration(async (previous) => {
    const next = await loadSnapshot({ ...parts, previous });
    await showConfiguration(metrics, { previous, next });
    return next;
  });
}

function tellBroken(log: Log): (name: string, why: string) => void {
  return (name, why) => log.error({ connection: name, reason: why }, "connection_unusable");
}
