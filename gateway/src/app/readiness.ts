import type { CatalogKeeper } from "../features/configuration/catalog-keeper.ts";
import type { Database } from "../platform/database/database.ts";
import { listMissingMigrations } from "../platform/database/schema-version.ts";

/** Whether this process can serve. */
export interface Readiness {
  check(): Promise<Record<"accepting" | "database" | "migrations" | "catalog", "ok" | "failed">>;
  /** Whether traffic should go elsewhere. */
  readonly isDraining: boolean;
  /** From now on not ready. */
  startDraining(): void;
}

export function createReadiness(database: Database, catalog: CatalogKeeper): Readiness {
  let isDraining = false;
  return {
    async check() {
      const missing = await listMissingMigrations(database);
      return {
        accepting: judge(!isDraining),
        database: judge(missing !== undefined),
        migrations: judge(missing?.length === 0),
        catalog: judge(catalog.isLoaded),
      };
    },
    get isDraining() {
      return isDraining;
    },
    startDraining: () => {
      isDraining = true;
    },
  };
}

function judge(isOk: boolean): "ok" | "failed" {
  return isOk ? "ok" : "failed";
}
