import { computeHmac } from "@kyc-gateway/adapter-kit";

/** base64(HMAC-SHA256(secret key as UTF-8, body)): Identomat's "HMAC Authorization". Nothing but the body is signed. */
export function signBody(secretKey: string, body: Uint8Array): string {
  return computeHmac("sha256", secretKey, body).toString("base64");
}
