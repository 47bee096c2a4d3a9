import { randomUUID } from "node:crypto";
import type { Outgoing } from "../../callbacks/outgoing.ts";
import type { Forgery } from "../../faults/fault.ts";
import type { WebhookAuthentication } from "../options.ts";
import type { OndatoSession } from "../session.ts";
import type { BearerSource } from "./bearer.ts";
import { signWebhook } from "./signature.ts";

export interface WebhookContent {
  readonly session: OndatoSession;
  readonly type: string;
  readonly url: string;
  readonly payload: Readonly<Record<string, unknown>>;
  readonly createdMs: number;
  readonly resignsRetries: boolean;
  readonly bearers: BearerSource;
}

/** The envelope `{id, applicationId, createdUtc, payload, type}`; its bytes are fixed when composed. */
export function composeWebhook(content: WebhookContent): Outgoing {
  const { session, type, payload } = content;
  const id = randomUUID();
  const composedMs = Date.now();
  const envelope = {
    id,
    applicationId: session.application.applicationId,
    createdUtc: new Date(content.createdMs).toISOString(),
    payload,
    type,
  };
  const body = JSON.stringify(envelope);
  const tampered = JSON.stringify({
    ...envelope,
    payload: { ...payload, status: "Approved", tampered: true },
  });
  const authentication = session.application.webhookAuthentication ?? { kind: "none" };
  return {
    id,
    sessionId: session.id,
    type,
    status: session.kyc === undefined ? session.status : `${session.status}/${session.kyc.status}`,
    url: content.url,
    write: async ({ attemptAtMs, forgery }) => ({
      body: forgery === "tampered_body" ? tampered : body,
      headers: await authenticate(authentication, {
        body,
        forgery,
        signedMs: content.resignsRetries ? attemptAtMs : composedMs,
        bearers: content.bearers,
      }),
    }),
  };
}

interface Proof {
  /** The genuine bytes: a forger who changes them cannot sign anew. */
  readonly body: string;
  readonly forgery: Forgery | undefined;
  readonly signedMs: number;
  readonly bearers: BearerSource;
}

async function authenticate(
  authentication: WebhookAuthentication,
  proof: Proof,
): Promise<Record<string, string>> {
  const isWrongSecret = proof.forgery === "wrong_key" || proof.forgery === "wrong_signature";
  switch (authentication.kind) {
    case "none":
      return {};
    case "basic": {
      const password = isWrongSecret ? `${authentication.password}~` : authentication.password;
      const credentials = Buffer.from(`${authentication.username}:${password}`).toString("base64");
      return { authorization: `Basic ${credentials}` };
    }
    case "oauth2": {
      const token = isWrongSecret ? "forged-token" : await proof.bearers.read(authentication);
      return { authorization: `Bearer ${token}` };
    }
    case "hmac":
      return { "ondato-signature": signOrForge(authentication.secret, proof) };
  }
}

function signOrForge(secret: string, { body, forgery, signedMs }: Proof): string {
  if (forgery === "wrong_key") return signWebhook(`${secret}~`, body, signedMs);
  const signature = signWebhook(secret, body, signedMs);
  return forgery === "wrong_signature" ? signature.replace(/[0-9a-f]{64}$/, "0".repeat(64)) : signature;
}
