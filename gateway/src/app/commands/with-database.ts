import type { Actor } from "../../features/audit/audit.store.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import { readEnvironment } from "../../platform/config/environment.ts";
import { parseConfig } from "../../platform/config/parse-config.ts";
import type { Database } from "../../platform/database/database.ts";
import { createVault, type Vault } from "../../platform/encryption/vault.ts";
import { createLog, type Log } from "../../platform/observability/log.ts";
import { openDatabaseSource } from "../database-source.ts";
import { openPools } from "../open-pools.ts";
import { readCommandActor } from "./command-actor.ts";

/** What most commands need, and nothing else: no adapter, no HTTP server, no worker. */
export interface CommandParts {
  readonly config: Config;
  readonly log: Log;
  readonly database: Database;
  readonly vault: Vault;
  /** Whoever runs the command, for the audit log. */
  readonly actor: Actor;
}

/** Does something on the database that the environment names, and closes it again. Throws `ConfigurationError`. */
export async function withDatabase<T>(work: (parts: CommandParts) => Promise<T>): Promise<T> {
  const config = parseConfig(readEnvironment(), process.cwd());
  const log = createLog({ level: "error" });
  const source = await openDatabaseSource(config, log);
  try {
    const database = await openPools({ config, databaseUrl: source.url, log });
    try {
      const vault = createVault(database.pool, source.masterKeys);
      return await work({ config, log, database, vault, actor: readCommandActor() });
    } finally {
      await database.close();
    }
  } finally {
    await source.stop();
  }
}
