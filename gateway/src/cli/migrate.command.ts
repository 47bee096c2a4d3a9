import { Command } from "commander";
import type { Migrated } from "../app/commands/migrate-database.ts";
import { print } from "./print.ts";

/** `kyc-gateway migrate`. */
export function migrateCommand(): Command {
  return new Command().action(async () => {
    const { migrateDatabase } = await import("../app/commands/migrate-database.ts");
    await migrateDatabase((migrated) => print(describe(migrated)));
  });
}

function describe(migrated: Migrated): string {
  if (migrated.kind === "embedded") return "The embedded PostgreSQL is up to date.";
  const { ran } = migrated;
  return ran.length === 0 ? "The database is up to date." : `Migrated: ${ran.join(", ")}.`;
}
