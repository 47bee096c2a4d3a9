import { createHmac, timingSafeEqual } from "node:crypto";

/**
 * The code that a request must carry: HMAC-SHA256 over the body, base64. A multipart body is signed part by part, each
 * with the digest before as key, texts before files.
 */
export function computeHmac(secretKey: string, parts: readonly Uint8Array[]): string {
  let key: string | Buffer = secretKey;
  let digest = Buffer.alloc(0);
  for (const part of parts.length === 0 ? [Buffer.alloc(0)] : parts) {
    digest = createHmac("sha256", key).update(part).digest();
    key = digest;
  }
  return digest.toString("base64");
}

export function isSameCode(given: string | undefined, expected: string): boolean {
  if (given === undefined) return false;
  const [left, right] = [Buffer.from(given), Buffer.from(expected)];
  return left.length === right.length && timingSafeEqual(left, right);
}
