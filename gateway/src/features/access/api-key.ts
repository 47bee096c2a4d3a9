import { hash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

/** Whose key it is, told by its beginning: a product's or an operator's. */
const prefixes = { product: "kyc", operator: "kop" } as const;
/** Who holds a key. */
export type Holder = keyof typeof prefixes;

/** A new key: prefix, 32 random bytes in base64url, and a checksum by which scanners and the gateway know a real one. */
export function createApiKey(holder: Holder = "product"): string {
  const body = `${prefixes[holder]}_${randomBytes(32).toString("base64url")}`;
  return `${body}_${checksum(body)}`;
}

/** Whether a text can be a key of this kind at all; a guess fails here without costing a look-up. */
export function isApiKey(text: string, holder: Holder = "product"): boolean {
  const isShaped = /^[a-z]{3}_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/.test(text);
  return (
    isShaped && text.startsWith(`${prefixes[holder]}_`) && checksum(text.slice(0, -9)) === text.slice(-8)
  );
}

/** What is stored of a key. It has 256 bits of entropy, so a plain hash cannot be reversed by guessing. */
export function hashApiKey(key: string): Buffer {
  return hash("sha256", key, "buffer");
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, "0");
}
