import type { CryptoKey, JWK } from "jose";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { SigningKeyEntity } from "./signing-key.entity.ts";

/** Ed25519 (RFC 8037). */
const algorithm = "EdDSA";
const purpose = "receipt";

/** What signs receipts now. */
export interface ReceiptKey {
  readonly id: string;
  readonly algorithm: typeof algorithm;
  readonly privateKey: CryptoKey;
}

interface KeyRow {
  readonly id: string;
  readonly sealedPrivate: Uint8Array;
}

/** The newest key; made by whoever needs it first. Older ones stay published: their receipts stay valid. */
export async function takeReceiptKey(database: Database, vault: Vault): Promise<ReceiptKey> {
  // Loaded for the first receipt: most processes never sign one.
  const { importJWK } = await import("jose");
  const row = (await findNewest(database)) ?? (await makeKey(database, vault));
  const { id, sealedPrivate } = row;
  const jwk = (await vault.opening(() => vault.system.openJson(privateContext(id), sealedPrivate))) as JWK;
  return { id, algorithm, privateKey: (await importJWK(jwk, algorithm)) as CryptoKey };
}

/** The public halves, for whoever checks a receipt. */
export async function listReceiptKeys({ orm }: Database): Promise<readonly Record<string, unknown>[]> {
  const orderBy = { createdAt: "asc", id: "asc" } as const;
  const rows = await orm.em.fork().find(SigningKeyEntity, { purpose }, { orderBy });
  return rows.map(({ publicJwk }) => publicJwk);
}

async function findNewest({ orm }: Database): Promise<KeyRow | undefined> {
  const orderBy = { createdAt: "desc", id: "desc" } as const;
  const [row] = await orm.em.fork().find(SigningKeyEntity, { purpose }, { orderBy, limit: 1 });
  return row;
}

/** Two that make the first one at once make two: both are published, and the newer one signs from then on. */
async function makeKey({ orm }: Database, vault: Vault): Promise<KeyRow> {
  const { calculateJwkThumbprint, exportJWK, generateKeyPair } = await import("jose");
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { crv: "Ed25519", extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(publicJwk);
  const jwk = await exportJWK(privateKey);
  const sealedPrivate = await vault.opening(() => vault.system.sealJson(privateContext(id), jwk));
  const published = { ...publicJwk, kid: id, alg: algorithm, use: "sig" };
  const row = { id, purpose, publicJwk: published, sealedPrivate, createdAt: new Date() };
  await orm.em.fork().insert(SigningKeyEntity, row);
  return { id, sealedPrivate };
}

function privateContext(rowId: string) {
  return { table: "signing_keys", column: "sealed_private", rowId };
}
