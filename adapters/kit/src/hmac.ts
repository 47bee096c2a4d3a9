import { createHmac, timingSafeEqual } from "node:crypto";

/** Hash functions that providers sign with. */
export type HmacAlgorithm = "sha256" | "sha384" | "sha512";
/** How a digest is written: hex of either case, or base64 with padding (RFC 4648, section 4). */
export type DigestEncoding = "hex" | "base64";

/** A key as UTF-8 text or as bytes. */
export type HmacKey = string | Uint8Array;

/** HMAC (RFC 2104) of raw bytes, as bytes. */
export function computeHmac(algorithm: HmacAlgorithm, key: HmacKey, message: Uint8Array): Buffer {
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
