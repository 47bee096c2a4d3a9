import { LockMode } from "@mikro-orm/core";
import type { SqlEntityManager } from "@mikro-orm/postgresql";
import {
  type EndpointModel,
  EventEndpointEntity,
  type EventEndpointRecord,
  type StoredKey,
  buildEndpointRow,
  createSigningKey,
  openKeys,
  readEndpointModel,
  readLastNumber,
  replaceKeys,
  sealKeys,
  selectLiveKeys,
  takeSharedSecret,
} from "../events/index.ts";
import type { Vault } from "../../platform/encryption/vault.ts";

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
  parts: EndpointChangeParts,
  desired: EndpointModel | undefined,
): Promise<void> {
  const { em, vault, tenantId, url } = parts;
  if (desired === undefined) {
    await em.nativeDelete(EventEndpointEntity, { tenantId, url });
    return;
  }
  const { description, types } = desired;
  const row = (await lockEndpoint(parts)) ?? (await insertEndpoint(parts, desired));
  if (row === undefined) return;
  const sealer = vault.of(tenantId);
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

function lockEndpoint({ em, tenantId, url }: EndpointChangeParts): Promise<EndpointRow | null> {
  return em.findOne(EventEndpointEntity, { tenantId, url }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** Undefined when it is made; the tenant may make one of this URL at the same time, and take it away again: then theirs. */
async function insertEndpoint(
  parts: EndpointChangeParts,
  desired: EndpointModel,
): Promise<EndpointRow | undefined> {
  const { em, vault, tenantId, url } = parts;
  const { description, types } = desired;
  const keys = [makeKey(desired, new Date())];
  const made = await vault.opening(() =>
    buildEndpointRow(vault.of(tenantId), { tenantId, url, description, types, keys }),
  );
  for (;;) {
    await em
      .createQueryBuilder(EventEndpointEntity)
      .insert({ ...made, cursorNumber: await readLastNumber(em) })
      .onConflict(["tenantId", "url"])
      .ignore()
      .execute();
    const row = await lockEndpoint(parts);
    if (row !== null) return row.id === made.id ? undefined : row;
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
