import { KycSignatureError } from "./errors.ts";

/** One key of an endpoint, ready to check signatures of its version. */
export interface VerifyingKey {
  readonly version: "v1" | "v1a";
  /** `signature` in base64, without its version. */
  readonly verify: (signature: string, signed: Uint8Array<ArrayBuffer>) => Promise<boolean>;
}

const kinds = [
  { prefix: "whsec_", version: "v1", algorithm: { name: "HMAC", hash: "SHA-256" } },
  { prefix: "whpk_", version: "v1a", algorithm: { name: "Ed25519" } },
] as const;

/** Throws `key_unusable`, without a letter of a key. */
export async function importKeys(texts: readonly string[]): Promise<readonly VerifyingKey[]> {
  if (texts.length === 0) throw describeUnusable();
  return Promise.all(texts.map(importKey));
}

async function importKey(text: string): Promise<VerifyingKey> {
  const kind = kinds.find(({ prefix }) => text.startsWith(prefix));
  const bytes = kind && decodeBase64(text.slice(kind.prefix.length));
  if (kind === undefined || bytes === undefined || bytes.length < 24) throw describeUnusable();
  const { version, algorithm } = kind;
  const key = await crypto.subtle.importKey("raw", bytes, algorithm, false, ["verify"]).catch(() => {
    throw describeUnusable();
  });
  return {
    version,
    async verify(signature, signed) {
      const given = decodeBase64(signature);
      return given !== undefined && crypto.subtle.verify(algorithm.name, key, given, signed);
    },
  };
}

function describeUnusable(): KycSignatureError {
  const message =
    "The key is none of an event endpoint: it begins with whsec_ or whpk_, as the gateway showed it when the endpoint was made.";
  return new KycSignatureError("key_unusable", message);
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
