import type { Database } from "./database.ts";
import type { Queryable } from "./sql/query.ts";
import { StartRefusedError } from "../config/start-refused-error.ts";
import { migrations } from "./migrations/index.ts";
import { isDatabaseError } from "./sql/database-error.ts";

/**
 * The migrations that this version needs and the database lacks. A database that is further than we know is none of our
 * concern: it only ever grows. Throws when the database does not answer.
 */
export async function listMissingMigrations(on: Queryable): Promise<readonly string[]> {
  const applied = await listApplied(on);
  return migrations.map(({ name }) => name).filter((name) => !applied.has(name));
}

/** Empty when the database was never migrated. */
async function listApplied(on: Queryable): Promise<ReadonlySet<string>> {
  try {
    const { rows } = await on.query<{ name: string }>("select name from migrations");
    return new Set(rows.map(({ name }) => name));
  } catch (error) {
    if (isDatabaseError(error, "undefined_table")) return new Set();
    throw error;
  }
}

/** Thrown at the start of a version that is newer than the schema. */
class SchemaTooOldError extends StartRefusedError {
  constructor(missing: readonly string[]) {
    super(
      `The database lacks what this version needs: ${missing.join(", ")}. Run \`kyc-gateway migrate\` of this version ` +
        "first; processes of the version before keep serving beside it.",
    );
    this.name = "SchemaTooOldError";
  }
}

/** A database that is away is waited for: `/readyz` says then how far its schema is. */
export async function refuseOldSchema({ pool }: Pick<Database, "pool">): Promise<void> {
  const missing = await listMissingMigrations(pool).catch(() => []);
  if (missing.length > 0) throw new SchemaTooOldError(missing);
}
