import type { FastifyPluginAsync } from "fastify";
import { Type } from "@sinclair/typebox";
import { registerWebhookAddress, type WebhookPath } from "./webhook-request.ts";
import { takeWebhooksEarly, type EarlyWebhookParts } from "./early-webhooks.ts";

const params = Type.Object({
  adapter: Type.String({ description: "The adapter's id." }),
  connection: Type.String({ description: "The connection's name." }),
});

const schema = {
  operationId: "receiveWebhook",
  summary: "Receive a provider's webhook",
  description: "Answers 200 once the delivery is committed; a 5xx means that it is not, and wants a retry.",
  tags: ["Providers"],
  params,
};

const probeSchema = {
  operationId: "probeWebhook",
  summary: "Ask whether a connection takes webhooks",
  description: "For providers that ask with GET or HEAD before they accept an address. Stores nothing.",
  tags: ["Providers"],
  params,
};

/** `POST /webhooks/:adapter/:connection`; `GET` and `HEAD` ask whether it is there. */
export const webhooksRoute: FastifyPluginAsync<EarlyWebhookParts> = async (app, parts) => {
  registerWebhookAddress(app, parts, {
    url: "/webhooks/:adapter/:connection",
    findPath: ({ params: path }) => path as WebhookPath,
    bodyLimitBytes: parts.config.webhookBodyLimitBytes,
    schema,
    probeSchema,
  });
  takeWebhooksEarly(app, parts);
};
