import { readActor } from "./actor.ts";
import { createProvisioning, type Provisioning } from "../app/provisioning.ts";
import { readEnvironment } from "../platform/config/environment.ts";
import { parseConfig } from "../platform/config/parse-config.ts";
import { openDatabaseSource } from "../app/database-source.ts";
import { createModuleImporter, loadAdapters } from "../features/providers/load-adapters.ts";
import { createLog } from "../platform/observability/log.ts";
import { createServices, type Services } from "../app/services.ts";

/** Does something with what is configured, on the database that the environment names, and lets go of it again. */
export async function administer(
  work: (provisioning: Provisioning, services: Services) => Promise<void>,
): Promise<void> {
  const config = parseConfig(readEnvironment(), process.cwd());
  const log = createLog({ level: "error" });
  const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
  const database = await openDatabaseSource(config, log);
  try {
    const services = await createServices({
      config,
      log,
      adapters,
      databaseUrl: database.url,
      masterKeys: database.masterKeys,
    });
    try {
      await work(createProvisioning(services, readActor()), services);
    } finally {
      await services.close();
    }
  } finally {
    await database.stop();
  }
}
