import { computeHmac } from "@kyc-gateway/adapter-kit";

/** base64(HMAC-SHA256(secret key as UTF-8, body)): Identomat's "HMAC Authorization". Nothing but the body is signed. */
export function signBody(secretKey: string, body: Uint8Array): string {
  return computeHmac("sha256", secretKey, body).toString("base64");
}

/** A part of a multipart body: the bytes of its value, without the part's headers. */
export interface Part {
  readonly kind: "text" | "file";
  readonly bytes: Uint8Array;
}

/** Of a multipart body each part is signed with the digest of the one before as key: texts first, then files. */
export function signParts(secretKey: string, parts: readonly Part[]): string {
  const ordered = [
    ...parts.filter((part) => part.kind === "text"),
    ...parts.filter((part) => part.kind === "file"),
  ];
  let key: Uint8Array = Buffer.from(secretKey, "utf8");
  for (const { bytes } of ordered) key = computeHmac("sha256", key, bytes);
  return Buffer.from(key).toString("base64");
}
