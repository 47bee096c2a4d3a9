import {
  createProductKey,
  listProductKeys,
  revokeProductKey,
  rotateProductKey,
  type ApiKeyRecord,
  type NewApiKey,
} from "../features/access/api-keys.ts";
import type { Actor } from "../features/audit/audit.store.ts";
import type { Database } from "../platform/database/database.ts";

/** Tenants' API keys, one by one. */
export interface ApiKeyCommands {
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

export function createApiKeyCommands(database: Database, actor: Actor): ApiKeyCommands {
  return {
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
