import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { DeliveryAccepted } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import {
  type Inbox,
  acceptRawBodies,
  admitSender,
  findConnection,
  receiveDelivery,
  registerWebhookProbe,
} from "../webhooks/index.ts";
import { kvaryNames } from "./provision-kvary.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

const schema = {
  operationId: "kvaryReceiveWebhook",
  summary: "Receive a callback of the Kvary account",
  tags: ["Kvary"],
  security: [],
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
  operationId: "kvaryProbeWebhook",
  summary: "Ask whether the Kvary account takes callbacks",
  tags: ["Kvary"],
};

/** Where these callbacks are sent to. */
export const kvaryWebhookPath = "/api/webhooks/identomat";

/** `POST /api/webhooks/identomat`; `GET` and `HEAD` ask whether it is there. */
export const webhookRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly configuration: CurrentConfiguration;
  readonly inbox: Inbox;
}> = async (app, { config, configuration, inbox }) => {
  acceptRawBodies(app);
  const bodyLimit = config.webhookBodyLimitBytes;
  const url = kvaryWebhookPath;
  registerWebhookProbe(app, {
    url,
    check: () => void findConnection(configuration, kvaryNames),
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
        void admitSender({ configuration, inbox }, kvaryNames, { request, reply }),
    },
    async (request, reply) => {
      const runtime = findConnection(configuration, kvaryNames);
      return reply.send(await receiveDelivery(inbox, runtime, request));
    },
  );
};
