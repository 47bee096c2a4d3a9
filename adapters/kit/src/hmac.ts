import { createHmac, timingSafeEqual } from "node:crypto";
import { AdapterError } from "./adapter-error.ts";

/** Hash functions that providers sign with. */
export type HmacAlgorithm = "sha256" | "sha384" | "sha512";
/** How a digest is written: hex of either case, or base64 with padding (RFC 4648, section 4). */
export type DigestEncoding = "hex" | "base64";

/** A key as UTF-8 text or as bytes. */
export type HmacKey = string | Uint8Array;

const algorithms: ReadonlyMap<string, HmacAlgorithm> = new Map(
  (["sha256", "sha384", "sha512"] as const).map((name) => [name, name]),
);

const algorithmForm = /^(?:hmac[-_]?)?(?<name>sha[-_]?(?:1|256|384|512)|md5)(?:[-_](?:hex|base64|digest))?$/i;

/**
 * The hash function that a provider's word names: `sha256`, `SHA-512`, `HMAC_SHA256_HEX`. Throws `webhook_unauthentic`
 * for every other one, SHA-1 and MD5 among them, and says what to change at the provider.
 */
export function readHmacAlgorithm(word: string): HmacAlgorithm {
  const name = algorithmForm
    .exec(word)
    ?.groups?.["name"]?.toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "");
  const known = algorithms.get(name ?? "");
  if (known !== undefined) return known;
  const which = name === "sha1" ? "SHA-1" : name === "md5" ? "MD5" : "a hash function that is not known";
  throw new AdapterError({
    code: "webhook_unauthentic",
    message: `the delivery is signed with ${which}, which proves nothing: choose SHA-256, SHA-384 or SHA-512 at the provider`,
    webhookFault: "malformed",
  });
}

/** HMAC (RFC 2104) of raw bytes, as bytes. Throws a `TypeError` for a hash function that providers must not sign with. */
export function computeHmac(algorithm: HmacAlgorithm, key: HmacKey, message: Uint8Array): Buffer {
  if (!algorithms.has(algorithm))
    throw new TypeError("Only SHA-256, SHA-384 and SHA-512 sign here: SHA-1 and MD5 prove nothing.");
  return createHmac(algorithm, key).update(message).digest();
}

/**
 * Decodes a digest as a provider writes it: hex of either case, because .NET and Java print it in capitals; otherwise no
 * other alphabet, padding or surrounding space is understood. Absent when the text is anything else.
 */
export function decodeDigest(text: string, encoding: DigestEncoding): Buffer | undefined {
  const bytes = Buffer.from(text, encoding);
  const spelling = encoding === "hex" ? text.toLowerCase() : text;
  return bytes.byteLength > 0 && bytes.toString(encoding) === spelling ? bytes : undefined;
}

/** A signature to verify. `message` is exactly the bytes that were signed; any of the `keys` may have signed them. */
export interface SignedMessage {
  readonly algorithm: HmacAlgorithm;
  readonly keys: readonly HmacKey[];
  readonly message: Uint8Array;
  readonly signature: string;
  readonly encoding: DigestEncoding;
}

/** Whether one of the live keys made the signature, in constant time over all of them. An empty key verifies nothing. */
export function isHmacValid(signed: SignedMessage): boolean {
  const signature = decodeDigest(signed.signature, signed.encoding);
  if (signature === undefined) return false;
  let matches = 0;
  for (const key of signed.keys) {
    const expected = computeHmac(signed.algorithm, key, signed.message);
    const isEqual = expected.byteLength === signature.byteLength && timingSafeEqual(expected, signature);
    matches += Number(isEqual) & Number(key.length > 0);
  }
  return matches > 0;
}
