import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import { buildEndpointRow, readLastNumber } from "../events/endpoints/endpoint-row.ts";
import { openKeys, sealKeys } from "../events/endpoints/sealed-keys.ts";
import {
  createSigningKey,
  replaceKeys,
  selectLiveKeys,
  takeSharedSecret,
  type StoredKey,
} from "../events/endpoints/signing-key.ts";
import type { Vault } from "../keys/vault.ts";
import {
  EventEndpointEntity,
  type EventEndpointRecord,
} from "../persistence/entities/event-endpoint.entity.ts";
import { readEndpointModel, type EndpointModel } from "./endpoint-model.ts";

interface EndpointChangeParts {
  readonly em: SqlEntityManager;
  readonly vault: Vault;
  readonly tenantId: string;
  readonly url: string;
}

/** As long as receivers have to learn a new key. */
const overlapMs = 24 * 3_600_000;

/** Makes, changes or removes one endpoint in the running transaction. How it fares stays as it is. */
export async function takeEndpointChange(
  { em, vault, tenantId, url }: EndpointChangeParts,
  desired: EndpointModel | undefined,
): Promise<void> {
  if (desired === undefined) {
    await em.nativeDelete(EventEndpointEntity, { tenantId, url });
    return;
  }
  const { description, types } = desired;
  const sealer = vault.of(tenantId);
  const keys = [makeKey(desired, new Date())];
  const made = await vault.opening(() =>
    buildEndpointRow(sealer, { tenantId, url, description, types, keys }),
  );
  const row = (await lockEndpoint(em, { tenantId, url })) ?? (await insertEndpoint(em, made));
  if (row.id === made.id) return;
  const sealedKeys = await vault.opening(() =>
    sealKeys(sealer, row.id, updateKeys(openKeys(sealer, row.id, row.sealedKeys), desired)),
  );
  const change = {
    description,
    types: types === null ? null : [...types],
    sealedKeys,
    updatedAt: new Date(),
  };
  await em.nativeUpdate(EventEndpointEntity, { id: row.id }, change);
}

type EndpointRow = Pick<EventEndpointRecord, "id" | "sealedKeys">;

function lockEndpoint(
  em: SqlEntityManager,
  which: { readonly tenantId: string; readonly url: string },
): Promise<EndpointRow | null> {
  return em.findOne(EventEndpointEntity, which, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** The tenant may make an endpoint of this URL at the same time, and take it away again: then theirs is given. */
async function insertEndpoint(
  em: SqlEntityManager,
  made: ReturnType<typeof buildEndpointRow>,
): Promise<EndpointRow> {
  const { tenantId, url } = made;
  for (;;) {
    await em
      .createQueryBuilder(EventEndpointEntity)
      .insert({ ...made, cursorNumber: await readLastNumber(em) })
      .onConflict(["tenantId", "url"])
      .ignore()
      .execute();
    const row = await lockEndpoint(em, { tenantId, url });
    if (row !== null) return row;
  }
}

/** A key of another kind or origin takes the place of those that sign, which go on beside it for a while. */
function updateKeys(keys: readonly StoredKey[], desired: EndpointModel): readonly StoredKey[] {
  const now = new Date();
  const present = readEndpointModel(desired, keys);
  const isSame =
    (desired.keyKind ?? present.keyKind) === present.keyKind &&
    JSON.stringify(present.signingKey) === JSON.stringify(desired.signingKey) &&
    selectLiveKeys(keys, now).length > 0;
  return isSame ? keys : replaceKeys(keys, makeKey(desired, now), new Date(now.getTime() + overlapMs));
}

function makeKey({ keyKind, signingKey }: EndpointModel, at: Date): StoredKey {
  return signingKey === null
    ? createSigningKey(keyKind ?? "hmac", at)
    : takeSharedSecret(signingKey.secret, signingKey.reference, at);
}
