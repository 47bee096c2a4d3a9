import { ConfigurationError } from "../platform/config/parse-config.ts";
import { checkDatabaseLimits } from "../platform/database/check-database-limits.store.ts";
import { checkServer, explainRefusal } from "../platform/database/check-server.store.ts";
import { refuseOldSchema } from "../platform/database/schema-version.store.ts";
import { StartRefusedError } from "../platform/config/start-refused-error.ts";
import { checkTenantRole } from "../platform/database/tenancy/check-tenant-role.store.ts";
import { checkKeyTables } from "../platform/database/check-key-tables.store.ts";
import { refuseWrongMaster } from "../platform/encryption/check-master.ts";
import type { KvaryConfig } from "../features/kvary/kvary.config.ts";
import { refuseUnusableKvary } from "../features/kvary/refuse-unusable-kvary.ts";
import type { Foundation } from "./foundation.ts";

/** What the checks look at. */
export interface Checked {
  readonly foundation: Pick<Foundation, "adapterHost" | "config" | "database" | "vault">;
  readonly directUrl: string;
  readonly kvary: KvaryConfig | undefined;
}

/** One reason not to start. */
export interface StartCheck {
  readonly subject: string;
  /** Throws `StartRefusedError` or `ConfigurationError`; anything else says that it could not be looked at. */
  readonly check: (checked: Checked) => Promise<void>;
}

/** Why the gateway refuses to start, in the order in which it is to be mended. `doctor` goes through the same list. */
export const startChecks: readonly StartCheck[] = [
  {
    subject: "the way to PostgreSQL and its version",
    check: ({ directUrl, foundation: { config } }) =>
      checkServer({ url: directUrl, passwordFile: config.databasePasswordFile }),
  },
  {
    subject: "PostgreSQL's time-outs and just-in-time compilation",
    check: ({ foundation: { config, database } }) => checkDatabaseLimits(database, config),
  },
  {
    subject: "the account of the Kvary variables",
    check: async ({ foundation, kvary }) => {
      if (kvary !== undefined) refuseUnusableKvary(foundation, kvary);
    },
  },
  { subject: "migrations", check: ({ foundation }) => refuseOldSchema(foundation.database) },
  { subject: "the tables of the keys", check: ({ foundation }) => checkKeyTables(foundation.database.pool) },
  {
    subject: "the master key",
    check: ({ foundation }) => refuseWrongMaster(foundation.database.pool, foundation.vault.masters),
  },
  {
    subject: "row-level security",
    check: async ({ foundation: { config, database } }) => {
      if (config.isRowSecurityOn) await checkTenantRole(database.pool);
    },
  },
];

/** Throws the first refusal. What a database that is away leaves open is asked again when it is there. */
export async function refuseWhatCannotWork(checked: Checked): Promise<void> {
  for (const { check } of startChecks) {
    await check(checked).catch((error: unknown) => {
      const refusal = findRefusal(error, checked.directUrl);
      if (refusal !== undefined) throw refusal;
    });
  }
}

/** What no waiting mends; undefined for anything that may pass. */
function findRefusal(error: unknown, databaseUrl: string): Error | undefined {
  if (error instanceof StartRefusedError || error instanceof ConfigurationError) return error;
  return explainRefusal(error, databaseUrl);
}
