import { createModuleImporter, loadAdapters } from "../../features/providers/load-adapters.ts";
import type { Log } from "../../platform/observability/log.ts";
import { openDatabaseSource } from "../database-source.ts";
import { startGateway } from "../gateway.ts";
import { giveBackAfterLoads, giveBackMemory } from "../give-back-memory.ts";
import type { StartConfiguration } from "./read-start-configuration.ts";

/** Starts a gateway with its database. Gives what stops both, the gateway first. */
export async function runGateway(
  { config, kvary }: StartConfiguration,
  log: Log,
): Promise<{ stop(): Promise<void> }> {
  const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
  const database = await openDatabaseSource(config, log);
  const gateway = await startGateway({
    config,
    database,
    adapters,
    log,
    kvary,
    onLoaded: giveBackMemory,
  }).catch(async (error: unknown) => {
    await database.stop();
    throw error;
  });
  const stopGivingBack = giveBackAfterLoads();
  return {
    async stop() {
      stopGivingBack();
      await gateway.stop();
      await database.stop();
    },
  };
}
