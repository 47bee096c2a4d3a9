import { Client } from "pg";
import type { Config } from "../../platform/config/config.schema.ts";
import { readEnvironment } from "../../platform/config/environment.ts";
import { parseConfig } from "../../platform/config/parse-config.ts";
import { describeConnection } from "../../platform/database/connection-options.ts";
import { migrate } from "../../platform/database/migrate.ts";
import { checkTenantRole } from "../../platform/database/tenancy/check-tenant-role.store.ts";
import { createLog } from "../../platform/observability/log.ts";
import { openDatabaseSource } from "../database-source.ts";

/** What was migrated: a PostgreSQL with these migrations, or our own, which is migrated whenever it is opened. */
export type Migrated =
  | { readonly kind: "external"; readonly ran: readonly string[] }
  | { readonly kind: "embedded" };

/**
 * Migrates the database that the environment names. `onMigrated` is told before the rights of the gateway's user are
 * looked at. Throws `StartRefusedError`, and `MigrationBlockedError`.
 */
export async function migrateDatabase(onMigrated: (migrated: Migrated) => void): Promise<void> {
  const config = parseConfig(readEnvironment(), process.cwd(), { isMasterKeyNeeded: false });
  const { databaseUrl, databaseDirectUrl = databaseUrl } = config;
  if (databaseUrl !== undefined && databaseDirectUrl !== undefined) {
    const ran = await migrate(databaseDirectUrl, config.databasePasswordFile);
    onMigrated({ kind: "external", ran });
    await checkRights(config, databaseUrl);
    return;
  }
  const source = await openDatabaseSource(config, createLog({ level: "warn" }));
  await source.stop();
  onMigrated({ kind: "embedded" });
}

/** Throws what `start` would refuse next, as the user that the gateway will be. */
async function checkRights(config: Config, url: string): Promise<void> {
  if (!config.isRowSecurityOn) return;
  const client = new Client(describeConnection({ url, passwordFile: config.databasePasswordFile }));
  client.on("error", () => undefined);
  try {
    await client.connect();
    await checkTenantRole(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}
