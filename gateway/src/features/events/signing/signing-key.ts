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
import type { SealContext, Sealer } from "../../../platform/encryption/sealer.ts";

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

const secretPrefix = "whsec_";
const sharedSecretBytes = { least: 24, most: 64 };
/** For messages: what a shared secret looks like, and how to make one. */
const sharedSecretForm = `${secretPrefix} followed by 24 to 64 bytes in padded standard base64 (echo ${secretPrefix}$(openssl rand -base64 32))`;

/** The key bytes of a shared secret, the same as the reference libraries of Standard Webhooks read from it; or why not. */
type SharedSecret =
  | { readonly kind: "key"; readonly bytes: Buffer }
  | { readonly kind: "issue"; readonly message: string };

/**
 * With or without the prefix, as the reference libraries take it. What they disagree about (no padding, the URL alphabet,
 * blanks: one decodes, one skips letters, one throws) is an issue that is named, never a key that some receivers cannot use.
 */
export function readSharedSecret(text: string): SharedSecret {
  const base64 = text.startsWith(secretPrefix) ? text.slice(secretPrefix.length) : text;
  const flaw = findSecretFlaw(text, base64);
  if (flaw !== undefined) return refuseSecret(flaw);
  const bytes = Buffer.from(base64, "base64");
  return bytes.length < sharedSecretBytes.least || bytes.length > sharedSecretBytes.most
    ? refuseSecret(`holds ${bytes.length} bytes`)
    : { kind: "key", bytes };
}

/** What is wrong with the form, without a letter of the secret. */
function findSecretFlaw(text: string, base64: string): string | undefined {
  if (/\s/.test(text)) return "holds a blank or a line break";
  if (/^v\d+a?,/.test(text)) return "begins with a version such as v1, which belongs to signatures";
  if (/^whsk_|^whpk_/.test(text)) return "is half of an Ed25519 key pair, not a shared secret";
  if (/^[A-Za-z0-9_-]+={0,2}$/.test(base64) && /[_-]/.test(base64)) return "is in the URL alphabet of base64";
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return "is not base64";
  return base64.length % 4 === 0 ? undefined : "lacks the padding (=) at its end";
}

function refuseSecret(flaw: string): SharedSecret {
  return { kind: "issue", message: `leads to a secret that ${flaw}; it must be ${sharedSecretForm}` };
}

/** A shared secret in its one normal form; what is none stays as it is. */
export function normalizeSharedSecret(text: string): string {
  const secret = readSharedSecret(text);
  return secret.kind === "key" ? `${secretPrefix}${secret.bytes.toString("base64")}` : text;
}

/** A key that somebody else made. `text` was checked. */
export function takeSharedSecret(text: string, reference: SecretReference, at: Date): StoredKey {
  const secret = normalizeSharedSecret(text).slice(secretPrefix.length);
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
  return `${secretPrefix}${secret}`;
}

/** One signature with its version: `v1,…` for HMAC, `v1a,…` for Ed25519. */
function signWith({ kind, secret }: StoredKey, content: string): string {
  if (kind === "hmac")
    return `v1,${createHmac("sha256", Buffer.from(secret, "base64")).update(content).digest("base64")}`;
  return `v1a,${sign(null, Buffer.from(content), openPrivateKey(secret)).toString("base64")}`;
}

function openPrivateKey(secret: string) {
  return createPrivateKey({ key: Buffer.from(secret, "base64"), format: "der", type: "pkcs8" });
}

/** The headers by which a receiver knows that a POST is ours and recent (Standard Webhooks 1.0). Every live key signs. */
export function signEvent(
  keys: readonly StoredKey[],
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
): Record<"webhook-id" | "webhook-timestamp" | "webhook-signature", string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const content = `${id}.${timestamp}.${body}`;
  const signatures = selectLiveKeys(keys, at).map((key) => signWith(key, content));
  return { "webhook-id": id, "webhook-timestamp": timestamp, "webhook-signature": signatures.join(" ") };
}

/** An endpoint's keys, ready to be stored. */
export function sealKeys(sealer: Sealer, endpointId: string, keys: readonly StoredKey[]): Buffer {
  return sealer.sealJson(contextOf(endpointId), keys);
}

/** Throws `UnsealError`. */
export function openKeys(sealer: Sealer, endpointId: string, sealed: Uint8Array): readonly StoredKey[] {
  return sealer.openJson(contextOf(endpointId), sealed) as StoredKey[];
}

function contextOf(endpointId: string): SealContext {
  return { table: "event_endpoints", column: "sealed_keys", rowId: endpointId };
}
