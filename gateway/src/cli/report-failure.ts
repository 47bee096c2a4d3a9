import { ConfigurationError } from "../platform/config/parse-config.ts";
import { NotConfiguredError } from "../app/provisioning.ts";
import { FileMistakesError } from "../features/configuration/apply-file.ts";
import { SettingsError } from "../platform/validation/settings-error.ts";
import { isDatabaseUnavailable } from "../platform/database/database-unavailable.ts";
import { MigrationBlockedError } from "../platform/database/migrate.ts";
import { SchemaTooOldError } from "../platform/database/schema-version.ts";
import { printError } from "./print.ts";

/** Says what went wrong and what to do. Gives the exit code: 2 for a mistake of the caller's, 1 for anything else. */
export function reportFailure(error: unknown): number {
  if (
    error instanceof ConfigurationError ||
    error instanceof NotConfiguredError ||
    error instanceof FileMistakesError
  ) {
    printError(error.message);
    return 2;
  }
  if (error instanceof SettingsError) {
    printError(
      `Nothing was changed. ${error.mistakes.length} mistake${error.mistakes.length === 1 ? "" : "s"}:`,
    );
    for (const { pointer, message } of error.mistakes)
      printError(`  - ${pointer === "" ? "/" : pointer} ${message}`);
    return 2;
  }
  if (error instanceof SchemaTooOldError || error instanceof MigrationBlockedError) {
    printError(error.message);
    return 1;
  }
  if (isDatabaseUnavailable(error)) {
    printError(
      "PostgreSQL does not answer. Is DATABASE_URL right, and is the server up? `kyc-gateway doctor` looks closer.",
    );
    return 1;
  }
  if ((error as NodeJS.ErrnoException).code === "42P01") {
    printError("The database is not migrated. Run: kyc-gateway migrate");
    return 1;
  }
  if ((error as NodeJS.ErrnoException).code === "EADDRINUSE") {
    printError("The port is taken by another program. Set PORT to a free one, or to 0.");
    return 1;
  }
  printError(error instanceof Error ? (error.stack ?? error.message) : "An unknown failure.");
  return 1;
}
