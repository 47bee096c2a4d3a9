import type { EntityManager } from "@mikro-orm/postgresql";
import type { Credentials } from "../configuration/index.ts";
import { ApiKeyEntity } from "./api-key.entity.ts";
import { OperatorEntity } from "./operator.entity.ts";

/** The keys of products and operators that are not revoked, keyed by the base64 of their hash. */
export async function readCredentials(em: EntityManager): Promise<Credentials> {
  const keys = await em.find(ApiKeyEntity, { revokedAt: null });
  const operators = await em.find(OperatorEntity, { revokedAt: null });
  return {
    keys: new Map(
      keys.map(({ id, name, tenantId, scopes, expiresAt, secretHash }) => [
        secretHash.toString("base64"),
        { id, name, tenantId, scopes: new Set(scopes), expiresAt },
      ]),
    ),
    operators: new Map(
      operators.map(({ id, name, role, secretHash }) => [
        secretHash.toString("base64"),
        { id, name, role, signIn: "key" },
      ]),
    ),
  };
}
