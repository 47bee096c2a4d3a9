import type { CatalogKeeper } from "./catalog/catalog-keeper.ts";
import type { Database } from "./persistence/database.ts";
import { migrations } from "./persistence/migrations/index.ts";

/** Whether this process can serve. */
export interface Readiness {
  check(): Promise<Record<"accepting" | "database" | "migrations" | "catalog", "ok" | "failed">>;
  /** From now on not ready: traffic should go elsewhere. */
  startDraining(): void;
}

export function createReadiness(database: Database, catalog: CatalogKeeper): Readiness {
  let isDraining = false;
  return {
    async check() {
      const applied = await listApplied(database);
      const isMigrated = applied !== undefined && migrations.every(({ name }) => applied.includes(name));
      return {
        accepting: judge(!isDraining),
        database: judge(applied !== undefined),
        migrations: judge(isMigrated),
        catalog: judge(catalog.isLoaded),
      };
    },
    startDraining: () => {
      isDraining = true;
    },
  };
}

function judge(isOk: boolean): "ok" | "failed" {
  return isOk ? "ok" : "failed";
}

/** Undefined when the database does not answer; empty when it was never migrated. */
async function listApplied({ pool }: Database): Promise<readonly string[] | undefined> {
  try {
    const { rows } = await pool.query<{ name: string }>("select name from migrations");
    return rows.map(({ name }) => name);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "42P01" ? [] : undefined;
  }
}
