import { IsolationLevel } from "@mikro-orm/core";
import type { Configuration } from "@kyc-gateway/http-api";
import { listSecrets, type ConfigurationParts } from "./change-configuration.ts";
import type { ConfigurationModel } from "./configuration-model.ts";
import { readConfiguration } from "./configuration.store.ts";
import { exportConfiguration } from "./export-configuration.ts";

/** What is configured now, from one snapshot. Secrets in the clear: never to be shown as it is. */
export function readModel({ database, vault }: ConfigurationParts): Promise<ConfigurationModel> {
  return database.orm.em.fork().transactional(async (em) => (await readConfiguration(em, vault)).model, {
    isolationLevel: IsolationLevel.REPEATABLE_READ,
    readOnly: true,
  });
}

/** What is configured now, as a document without secrets. */
export async function readPresent(parts: ConfigurationParts): Promise<Configuration> {
  return exportConfiguration(await readModel(parts), (connection) => listSecrets(parts, connection));
}
