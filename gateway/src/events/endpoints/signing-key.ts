import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from "node:crypto";
import type { SigningKeyKind } from "@kyc-gateway/http-api";
import { v7 as newUuid } from "uuid";

/** A key as it is sealed with its endpoint. `secret`: the HMAC key, or the private Ed25519 key (PKCS #8), in base64. */
export interface StoredKey {
  readonly id: string;
  readonly kind: SigningKeyKind;
  readonly secret: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
}

const secretBytes = 32;

export function createSigningKey(kind: SigningKeyKind, at: Date): StoredKey {
  const secret =
    kind === "hmac"
      ? randomBytes(secretBytes)
      : generateKeyPairSync("ed25519").privateKey.export({ format: "der", type: "pkcs8" });
  return {
    id: newUuid(),
    kind,
    secret: secret.toString("base64"),
    createdAt: at.toISOString(),
    expiresAt: null,
  };
}

/** Keys that sign at this time. */
export function selectLiveKeys(keys: readonly StoredKey[], at: Date): readonly StoredKey[] {
  return keys.filter(({ expiresAt }) => expiresAt === null || Date.parse(expiresAt) > at.getTime());
}

/** The public half of an Ed25519 key, as receivers configure it. */
export function describePublicKey({ secret }: StoredKey): string {
  const { x = "" } = createPublicKey(openPrivateKey(secret)).export({ format: "jwk" });
  return `whpk_${Buffer.from(x, "base64url").toString("base64")}`;
}

/** The shared secret of an HMAC key, as receivers configure it. */
export function describeSecret({ secret }: StoredKey): string {
  return `whsec_${secret}`;
}

/** One signature with its version: `v1,…` for HMAC, `v1a,…` for Ed25519. */
export function signWith({ kind, secret }: StoredKey, content: string): string {
  if (kind === "hmac")
    return `v1,${createHmac("sha256", Buffer.from(secret, "base64")).update(content).digest("base64")}`;
  return `v1a,${sign(null, Buffer.from(content), openPrivateKey(secret)).toString("base64")}`;
}

function openPrivateKey(secret: string) {
  return createPrivateKey({ key: Buffer.from(secret, "base64"), format: "der", type: "pkcs8" });
}
