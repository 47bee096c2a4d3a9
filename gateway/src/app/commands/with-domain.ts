import type { Actor } from "../../features/audit/audit.store.ts";
import { createModuleImporter, loadAdapters } from "../../features/providers/load-adapters.ts";
import { readEnvironment } from "../../platform/config/environment.ts";
import { parseConfig } from "../../platform/config/parse-config.ts";
import { createLog } from "../../platform/observability/log.ts";
import { openDatabaseSource } from "../database-source.ts";
import { createDomain, type Domain } from "../domain.ts";
import { closeFoundation, createFoundation, type Foundation } from "../foundation.ts";
import { readCommandActor } from "./command-actor.ts";

/** Sessions and erasures with the configuration loaded, for commands that reach providers. Nothing listens or works. */
export async function withDomain<T>(
  work: (parts: Foundation & Domain, actor: Actor) => Promise<T>,
): Promise<T> {
  const config = parseConfig(readEnvironment(), process.cwd());
  const adapters = await loadAdapters(config.adapters, createModuleImporter(config.adaptersFrom));
  const log = createLog({ level: "error" });
  const source = await openDatabaseSource(config, log);
  try {
    const { url: databaseUrl, masterKeys } = source;
    const foundation = await createFoundation({ config, log, adapters, databaseUrl, masterKeys });
    const domain = createDomain(foundation);
    try {
      await foundation.configuration.reload();
      return await work({ ...foundation, ...domain }, readCommandActor());
    } finally {
      await domain.events.close();
      await closeFoundation(foundation);
    }
  } finally {
    await source.stop();
  }
}
