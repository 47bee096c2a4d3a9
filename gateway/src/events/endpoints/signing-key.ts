import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from "node:crypto";
import type { SecretReference, SigningKeyKind } from "@kyc-gateway/http-api";
import { v7 as newUuid } from "uuid";

/** A key as it is sealed with its endpoint. `secret`: the HMAC key, or the private Ed25519 key (PKCS #8), in base64. */
export interface StoredKey {
  readonly id: string;
  readonly kind: SigningKeyKind;
  readonly secret: string;
  readonly createdAt: string;
  readonly expiresAt: string | null;
  /** Where the configuration has it from; absent: it was made here. */
  readonly reference?: SecretReference;
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

const sharedSecretPattern = /^whsec_([A-Za-z0-9+/]+={0,2})$/;
const sharedSecretBytes = { least: 24, most: 64 };

function readSharedSecret(text: string): Buffer | undefined {
  const bytes = Buffer.from(sharedSecretPattern.exec(text)?.[1] ?? "", "base64");
  return bytes.length < sharedSecretBytes.least || bytes.length > sharedSecretBytes.most ? undefined : bytes;
}

/** A shared secret in its one normal form; what is none stays as it is. */
export function normalizeSharedSecret(text: string): string {
  const bytes = readSharedSecret(text);
  return bytes === undefined ? text : `whsec_${bytes.toString("base64")}`;
}

export function isSharedSecret(text: string): boolean {
  return readSharedSecret(text) !== undefined;
}

/** A key that somebody else made. `text` was checked. */
export function takeSharedSecret(text: string, reference: SecretReference, at: Date): StoredKey {
  const secret = normalizeSharedSecret(text).slice("whsec_".length);
  return { id: newUuid(), kind: "hmac", secret, createdAt: at.toISOString(), expiresAt: null, reference };
}

/** The new key signs at once; those that signed go on beside it until then. */
export function replaceKeys(keys: readonly StoredKey[], key: StoredKey, until: Date): readonly StoredKey[] {
  return [...selectLiveKeys(keys, new Date()).map((old) => expireBy(old, until)), key];
}

function expireBy(key: StoredKey, until: Date): StoredKey {
  const untilMs = Math.min(
    until.getTime(),
    key.expiresAt === null ? Number.POSITIVE_INFINITY : Date.parse(key.expiresAt),
  );
  return { ...key, expiresAt: new Date(untilMs).toISOString() };
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
