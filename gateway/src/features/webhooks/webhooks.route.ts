import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { DeliveryAccepted } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { receiveDelivery } from "./receive-delivery.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { acceptRawBodies, admitSender, findConnection, type WebhookPath } from "./webhook-request.ts";
import { registerWebhookProbe } from "./webhook-probe.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { Inbox } from "./receive-delivery.ts";

const params = Type.Object({
  adapter: Type.String({ description: "The adapter's id." }),
  connection: Type.String({ description: "The connection's name." }),
});

const schema = {
  operationId: "receiveWebhook",
  summary: "Receive a provider's webhook",
  description: "Answers 200 once the delivery is committed; a 5xx means that it is not, and wants a retry.",
  tags: ["Providers"],
  security: [],
  params,
  response: {
    200: Type.Ref(DeliveryAccepted),
    ...problemResponses(
      "webhook_unauthentic",
      "connection_not_found",
      "payload_too_large",
      "unsupported_media_type",
    ),
  },
};

const probeSchema = {
  operationId: "probeWebhook",
  summary: "Ask whether a connection takes webhooks",
  description: "For providers that ask with GET or HEAD before they accept an address. Stores nothing.",
  tags: ["Providers"],
  params,
};

/** `POST /webhooks/:adapter/:connection`; `GET` and `HEAD` ask whether it is there. */
export const webhooksRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly configuration: CurrentConfiguration;
  readonly inbox: Inbox;
}> = async (app, { config, configuration, inbox }) => {
  acceptRawBodies(app);
  const bodyLimit = config.webhookBodyLimitBytes;
  const url = "/webhooks/:adapter/:connection";
  registerWebhookProbe(app, {
    url,
    check: (request) => void findConnection(configuration, request.params as WebhookPath),
    subject: "Webhooks",
    schema: probeSchema,
  });
  app.post(
    url,
    {
      config: { isWebhook: true },
      bodyLimit,
      schema,
      onRequest: async (request, reply) =>
        void admitSender({ configuration, inbox }, request.params, { request, reply }),
    },
    async (request, reply) => {
      const runtime = findConnection(configuration, request.params);
      return reply.send(await receiveDelivery(inbox, runtime, request));
    },
  );
};
