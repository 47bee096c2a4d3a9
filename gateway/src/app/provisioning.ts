import {
  createProductKey,
  listProductKeys,
  revokeProductKey,
  rotateProductKey,
  type ApiKeyRecord,
  type NewApiKey,
} from "../features/access/api-keys.ts";
import type { Actor } from "../features/audit/audit.store.ts";
import type { ConfigurationParts } from "../features/configuration/change-configuration.ts";
import {
  createConfigurationCommands,
  type ConfigurationCommands,
} from "../features/configuration/configuration-commands.ts";

export { NotConfiguredError } from "../platform/validation/not-configured-error.ts";

/** How tenants, keys, connections and flows come to be one by one: checked first, then stored, in force within moments. */
export interface Provisioning extends ConfigurationCommands {
  /** The key is shown this once. */
  createKey(key: NewApiKey): Promise<{ id: string; key: string }>;
  /** A new key beside the old one, which works on for the overlap. Undefined: there is no such live key. */
  rotateKey(
    id: string,
    overlapHours: number | undefined,
  ): Promise<{ id: string; key: string; oldExpiresAt: Date } | undefined>;
  /** Whether there was such a key that was not revoked yet. */
  revokeKey(id: string): Promise<boolean>;
  listKeys(tenant: string): Promise<readonly ApiKeyRecord[]>;
}

/** Changes are audited as this process's own unless an actor is named. */
export function createProvisioning(
  parts: ConfigurationParts,
  actor: Actor = { operator: "gateway", requestId: null },
): Provisioning {
  const { database } = parts;
  return {
    ...createConfigurationCommands(parts, actor),
    async createKey(key) {
      const made = await createProductKey(database, actor, key);
      return { id: made.record.id, key: made.key };
    },
    async rotateKey(id, overlapHours) {
      const made = await rotateProductKey(database, actor, { id, overlapHours });
      return made === undefined ? undefined : { ...made, id: made.record.id };
    },
    revokeKey: (id) => revokeProductKey(database, actor, id),
    listKeys: (tenant) => listProductKeys(database, tenant),
  };
}
