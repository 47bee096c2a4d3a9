import type { CurrentConfiguration } from "../features/configuration/current-configuration.ts";
import type { DatabaseHealth } from "../platform/database/database-health.service.ts";

/** Whether this process can serve. */
export interface Readiness {
  check(): Promise<Record<"accepting" | "database" | "migrations" | "configuration", "ok" | "failed">>;
  /** Whether traffic should go elsewhere. */
  readonly isDraining: boolean;
  /** From now on not ready. */
  startDraining(): void;
}

export function createReadiness(health: DatabaseHealth, configuration: CurrentConfiguration): Readiness {
  let isDraining = false;
  return {
    async check() {
      const look = await health.look();
      return {
        accepting: judge(!isDraining),
        database: judge(look.kind === "serving"),
        migrations: judge(look.kind === "serving" && look.missingMigrations.length === 0),
        configuration: judge(configuration.isLoaded),
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
