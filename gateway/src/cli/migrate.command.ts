import { Command } from "commander";
import { Client } from "pg";
import { openDatabaseSource } from "../app/database-source.ts";
import type { Config } from "../platform/config/config.schema.ts";
import { readEnvironment } from "../platform/config/environment.ts";
import { parseConfig } from "../platform/config/parse-config.ts";
import { describeConnection } from "../platform/database/connection-options.ts";
import { migrate } from "../platform/database/migrate.ts";
import { checkTenantRole } from "../platform/database/tenancy/check-tenant-role.store.ts";
import { createLog } from "../platform/observability/log.ts";
import { print } from "./print.ts";

/** `kyc-gateway migrate`. */
export function migrateCommand(): Command {
  return new Command("migrate")
    .description("bring the database to the newest schema; safe to repeat and to run from several places")
    .action(async () => {
      const config = parseConfig(readEnvironment(), process.cwd(), { isMasterKeyNeeded: false });
      const { databaseUrl, databaseDirectUrl = databaseUrl } = config;
      if (databaseUrl !== undefined && databaseDirectUrl !== undefined) {
        tell(await migrate(databaseDirectUrl, config.databasePasswordFile));
        await checkRights(config, databaseUrl);
        return;
      }
      // Our own PostgreSQL is migrated whenever it is opened.
      const database = await openDatabaseSource(config, createLog({ level: "warn" }));
      await database.stop();
      print("The own PostgreSQL is up to date.");
    });
}

function tell(ran: readonly string[]): void {
  print(ran.length === 0 ? "The database is up to date." : `Migrated: ${ran.join(", ")}.`);
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
