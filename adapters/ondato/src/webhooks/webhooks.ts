import { AdapterError } from "@kyc-gateway/adapter-kit";
import type { Host, WebhookFault, Webhooks } from "@kyc-gateway/adapter-spec/v1";
import type { Settings } from "../settings/settings.schema.ts";
import { createWebhookAuthentication } from "./authentication.ts";
import { readDelivery } from "./read-delivery.ts";

export function createWebhooks(settings: Settings, host: Host): Webhooks {
  const authentication = createWebhookAuthentication(settings, host);
  const { scheme } = settings.webhook;
  const webhooks: Webhooks = {
    receive(delivery) {
      const verdict = authentication.verify(delivery);
      if (verdict === "valid") return readDelivery(delivery.rawBody);
      // A signature binds its body, a token does not: with an old token anything could be sent.
      if (verdict === "stale" && scheme === "hmac")
        return { ...readDelivery(delivery.rawBody), isStale: true };
      throw createUnauthenticError(verdict, `the webhook is not proven to be Ondato's (scheme "${scheme}")`);
    },
    // What is stored is the envelope itself.
    reread: readDelivery,
  };
  const { tokenIssuer } = authentication;
  if (!tokenIssuer) return webhooks;
  return {
    ...webhooks,
    issueToken(delivery) {
      const token = tokenIssuer.issue(delivery);
      if (token) return token;
      throw createUnauthenticError("wrong", "the token request is not one of a live client");
    },
  };
}

function createUnauthenticError(webhookFault: WebhookFault, message: string): AdapterError {
  return new AdapterError({ code: "webhook_unauthentic", message, webhookFault });
}
