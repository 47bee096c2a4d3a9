import type { Actor } from "../../features/audit/audit.store.ts";
import type { ConfigurationParts } from "../../features/configuration/change-configuration.ts";
import { createModuleImporter, loadAdapters } from "../../features/providers/load-adapters.ts";
import { createMetrics } from "../../platform/observability/metrics/metrics.ts";
import type { AdapterHost } from "../../features/providers/adapter-host.ts";
import { hostAdapters } from "../host-adapters.ts";
import { withDatabase } from "./with-database.ts";

/** The same with the adapters, which know what a connection's settings must be. Throws `ConfigurationError`. */
export function withConfiguration<T>(
  work: (
    parts: ConfigurationParts & { readonly actor: Actor; readonly adapterHost: AdapterHost },
  ) => Promise<T>,
): Promise<T> {
  return withDatabase(async ({ config, log, database, vault, actor }) => {
    const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
    const adapterHost = hostAdapters({ config, adapters, metrics: createMetrics(), log });
    try {
      return await work({ config, database, vault, adapterHost, actor });
    } finally {
      await adapterHost.close();
    }
  });
}
