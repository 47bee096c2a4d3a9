import { createHmac } from "node:crypto";

/** `Ondato-Signature: t=<unix seconds>, s=<lower-case hex>` over `<t>.<raw body>` (Ondato docs, webhooks). */
export function signWebhook(secret: string, body: string, atMs: number): string {
  const seconds = Math.floor(atMs / 1_000);
  const code = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds}, s=${code}`;
}
