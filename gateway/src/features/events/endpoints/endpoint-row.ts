import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { v7 as newUuid } from "uuid";
import type { Sealer } from "../../../platform/encryption/sealer.ts";
import { EventNumberingEntity } from "../outbox/event-numbering.entity.ts";
import type { EventEndpointRecord } from "../outbox/event-endpoint.entity.ts";
import { sealKeys, type StoredKey } from "../signing/signing-key.ts";

/** A new endpoint's row, but for the event that it begins after. */
export function buildEndpointRow(
  sealer: Sealer,
  endpoint: Pick<EventEndpointRecord, "tenantId" | "url" | "description"> & {
    readonly types: readonly string[] | null;
    readonly keys: readonly StoredKey[];
  },
): Omit<EventEndpointRecord, "cursorNumber"> {
  const { tenantId, url, description, types, keys } = endpoint;
  const [id, now] = [newUuid(), new Date()];
  return {
    id,
    tenantId,
    url,
    description,
    types: types === null ? null : [...types],
    sealedKeys: sealKeys(sealer, id, keys),
    state: "active",
    disabledReason: null,
    stateSince: now,
    failures: 0,
    nextAttemptAt: now,
    createdAt: now,
    updatedAt: now,
  };
}

/** An endpoint's first event is the next one that happens. */
export async function readLastNumber(em: SqlEntityManager): Promise<string> {
  const numbering = await em.findOne(EventNumberingEntity, { isOnly: true }, { refresh: true });
  return numbering?.lastNumber ?? "0";
}
