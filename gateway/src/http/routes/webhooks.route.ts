import { DeliveryAccepted } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { receiveDelivery } from "../../inbox/receive-delivery.ts";
import type { Services } from "../../services.ts";
import { ProblemError } from "../problem-error.ts";
import { problemResponses } from "../route-schemas.ts";

/** `POST /webhooks/:adapter/:connection`. Providers sign raw bytes: nothing parses them before they are checked. */
export const webhooksRoute: FastifyPluginAsyncTypebox<{ services: Services }> = async (app, { services }) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
  app.post(
    "/webhooks/:adapter/:connection",
    {
      bodyLimit: services.config.webhookBodyLimitBytes,
      schema: {
        operationId: "receiveWebhook",
        summary: "Receive a provider's webhook",
        description:
          "Answers 200 once the delivery is committed; a 5xx means that it is not, and wants a retry.",
        tags: ["Providers"],
        security: [],
        params: Type.Object({
          adapter: Type.String({ description: "The adapter's id." }),
          connection: Type.String({ description: "The connection's name." }),
        }),
        response: {
          200: Type.Ref(DeliveryAccepted),
          ...problemResponses("webhook_unauthentic", "connection_not_found", "payload_too_large"),
        },
      },
    },
    async (request, reply) => {
      if (!services.catalog.isLoaded) throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
      const { adapter, connection } = request.params;
      const runtime = services.catalog.current.connectionsByName.get(connection);
      if (runtime === undefined || runtime.manifest.id !== adapter)
        throw new ProblemError("connection_not_found");
      return reply.send(await receiveDelivery(services.inbox, runtime, request));
    },
  );
};
