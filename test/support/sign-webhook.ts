import { createHmac } from "node:crypto";
import { ondatoWebhookSecret } from "./gateway-harness.ts";

/** What a signature header of Ondato's scheme is made of. */
export interface SignatureOptions {
  /** Seconds that the signing clock is off. */
  readonly offsetSeconds?: number;
  readonly secret?: string;
}

/** The header that Ondato signs a webhook with, for the account of the harness. */
export function signWebhook(
  body: string | Uint8Array,
  { offsetSeconds = 0, secret = ondatoWebhookSecret }: SignatureOptions = {},
): Record<string, string> {
  const time = Math.floor(Date.now() / 1000) + offsetSeconds;
  const digest = createHmac("sha256", secret).update(`${time}.`).update(body).digest("hex");
  return { "ondato-signature": `t=${time}, s=${digest}` };
}
