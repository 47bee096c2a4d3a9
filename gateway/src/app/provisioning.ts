import type { Actor } from "../features/audit/audit.store.ts";
import type { ConfigurationParts } from "../features/configuration/change-configuration.ts";
import {
  createConfigurationCommands,
  type ConfigurationCommands,
} from "../features/configuration/configuration-commands.ts";
import { createApiKeyCommands, type ApiKeyCommands } from "./api-key-commands.ts";

/** How tenants, keys, connections and flows come to be one by one: checked first, then stored, in force within moments. */
export interface Provisioning extends ConfigurationCommands, ApiKeyCommands {}

/** Changes are audited as this process's own unless an actor is named. */
export function createProvisioning(
  parts: ConfigurationParts,
  actor: Actor = { operator: "gateway", requestId: null },
): Provisioning {
  return { ...createConfigurationCommands(parts, actor), ...createApiKeyCommands(parts.database, actor) };
}
