import { Command } from "commander";
import { readEnvironment } from "../platform/config/environment.ts";
import { parseConfig } from "../platform/config/parse-config.ts";
import { openDatabaseSource } from "../app/database-source.ts";
import { createLog } from "../platform/observability/log.ts";
import { migrate } from "../platform/database/migrate.ts";
import { print } from "./print.ts";

/** `kyc-gateway migrate`. */
export function migrateCommand(): Command {
  return new Command("migrate")
    .description("bring the database to the newest schema; safe to repeat and to run from several places")
    .action(async () => {
      const config = parseConfig(readEnvironment(), process.cwd());
      if (config.databaseDirectUrl !== undefined) {
        tell(await migrate(config.databaseDirectUrl));
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
