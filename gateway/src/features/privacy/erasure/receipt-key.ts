import {
  calculateJwkThumbprint,
  exportJWK,
  generateKeyPair,
  importJWK,
  type CryptoKey,
  type JWK,
} from "jose";
import type { Vault } from "../../../platform/encryption/vault.ts";
import type { Database } from "../../../platform/database/database.ts";
import { queryRows } from "../../../platform/database/sql/query.ts";

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
  readonly sealedPrivate: Buffer;
}

/** The newest key; made by whoever needs it first. Older ones stay published: their receipts stay valid. */
export async function takeReceiptKey(database: Database, vault: Vault): Promise<ReceiptKey> {
  const row = (await findNewest(database)) ?? (await makeKey(database, vault));
  const { id, sealedPrivate } = row;
  const jwk = (await vault.opening(() => vault.system.openJson(privateContext(id), sealedPrivate))) as JWK;
  return { id, algorithm, privateKey: (await importJWK(jwk, algorithm)) as CryptoKey };
}

/** The public halves, for whoever checks a receipt. */
export async function listReceiptKeys({ pool }: Database): Promise<readonly Record<string, unknown>[]> {
  const rows = await queryRows<{ jwk: Record<string, unknown> }>(
    pool,
    "select public_jwk as jwk from signing_keys where purpose = $1 order by created_at, id",
    [purpose],
  );
  return rows.map(({ jwk }) => jwk);
}

async function findNewest({ pool }: Database): Promise<KeyRow | undefined> {
  const [row] = await queryRows<KeyRow>(
    pool,
    `select id, sealed_private as "sealedPrivate" from signing_keys where purpose = $1
     order by created_at desc, id desc limit 1`,
    [purpose],
  );
  return row;
}

/** Two that make the first one at once make two: both are published, and the newer one signs from then on. */
async function makeKey({ pool }: Database, vault: Vault): Promise<KeyRow> {
  const { publicKey, privateKey } = await generateKeyPair(algorithm, { crv: "Ed25519", extractable: true });
  const publicJwk = await exportJWK(publicKey);
  const id = await calculateJwkThumbprint(publicJwk);
  const jwk = await exportJWK(privateKey);
  const sealedPrivate = await vault.opening(() => vault.system.sealJson(privateContext(id), jwk));
  await pool.query(
    "insert into signing_keys (id, purpose, public_jwk, sealed_private) values ($1, $2, $3, $4)",
    [id, purpose, { ...publicJwk, kid: id, alg: algorithm, use: "sig" }, sealedPrivate],
  );
  return { id, sealedPrivate };
}

function privateContext(rowId: string) {
  return { table: "signing_keys", column: "sealed_private", rowId };
}
