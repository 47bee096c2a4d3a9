import { createHash, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";

const pattern = /^kyc_[A-Za-z0-9_-]{43}_[0-9a-f]{8}$/;

/** A new API key: `kyc_`, 32 random bytes in base64url, and a checksum by which scanners and the gateway know a real one. */
export function createApiKey(): string {
  const body = `kyc_${randomBytes(32).toString("base64url")}`;
  return `${body}_${checksum(body)}`;
}

/** Whether a text can be an API key at all; a guess fails here without costing a look-up. */
export function isApiKey(text: string): boolean {
  return pattern.test(text) && checksum(text.slice(0, -9)) === text.slice(-8);
}

/** What is stored of a key. It has 256 bits of entropy, so a plain hash cannot be reversed by guessing. */
export function hashApiKey(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

function checksum(body: string): string {
  return crc32(body).toString(16).padStart(8, "0");
}
