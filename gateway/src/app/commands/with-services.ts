import type { Actor } from "../../features/audit/audit.store.ts";
import { createModuleImporter, loadAdapters } from "../../features/providers/load-adapters.ts";
import { readEnvironment } from "../../platform/config/environment.ts";
import { parseConfig } from "../../platform/config/parse-config.ts";
import { createLog } from "../../platform/observability/log.ts";
import { openDatabaseSource } from "../database-source.ts";
import { createServices, type Services } from "../services.ts";
import { readCommandActor } from "./command-actor.ts";

/** The parts of a gateway with its configuration loaded, for commands that reach providers. Nothing listens or works. */
export async function withServices<T>(work: (services: Services, actor: Actor) => Promise<T>): Promise<T> {
  const config = parseConfig(readEnvironment(), process.cwd());
  const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
  const log = createLog({ level: "error" });
  const source = await openDatabaseSource(config, log);
  try {
    const { url: databaseUrl, masterKeys } = source;
    const services = await createServices({ config, log, adapters, databaseUrl, masterKeys });
    try {
      await services.configuration.reload();
      return await work(services, readCommandActor());
    } finally {
      await services.close();
    }
  } finally {
    await source.stop();
  }
}
