import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { DeliveryAccepted } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { acceptRawBodies, admitSender, findConnection } from "../webhooks/webhook-request.ts";
import { registerWebhookProbe } from "../webhooks/webhook-probe.ts";
import { receiveDelivery } from "../webhooks/receive-delivery.ts";
import { kvaryNames } from "./provision-kvary.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { CatalogKeeper } from "../configuration/catalog-keeper.ts";
import type { Inbox } from "../webhooks/receive-delivery.ts";

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

/** Where the addresses of these callbacks begin. */
export const kvaryWebhookPrefix = "/api/webhooks/";

/** `POST /api/webhooks/identomat`; `GET` and `HEAD` ask whether it is there. */
export const webhookRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly catalog: CatalogKeeper;
  readonly inbox: Inbox;
}> = async (app, { config, catalog, inbox }) => {
  acceptRawBodies(app);
  const bodyLimit = config.webhookBodyLimitBytes;
  const url = `${kvaryWebhookPrefix}identomat`;
  registerWebhookProbe(app, {
    url,
    catalog,
    readPath: () => kvaryNames,
    schema: probeSchema,
  });
  app.post(
    url,
    {
      config: { isWebhook: true },
      bodyLimit,
      schema,
      onRequest: async (request, reply) =>
        void admitSender({ catalog, inbox }, kvaryNames, { request, reply }),
    },
    async (request, reply) => {
      const runtime = findConnection(catalog, kvaryNames);
      return reply.send(await receiveDelivery(inbox, runtime, request));
    },
  );
};
