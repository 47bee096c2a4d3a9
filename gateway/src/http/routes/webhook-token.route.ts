import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { readAdapterError } from "../../host/host-error.ts";
import type { Services } from "../../services.ts";
import { ProblemError } from "../problem-error.ts";
import { problemResponses } from "../route-schemas.ts";
import { acceptRawBodies, findConnection } from "../webhook-request.ts";

const schema = {
  operationId: "issueWebhookToken",
  summary: "Issue a token to a provider",
  description:
    "For providers that fetch an OAuth2 bearer token (client credentials) before they post webhooks.",
  tags: ["Providers"],
  security: [],
  params: Type.Object({
    adapter: Type.String({ description: "The adapter's id." }),
    connection: Type.String({ description: "The connection's name." }),
  }),
  response: {
    200: Type.Object({
      access_token: Type.String(),
      token_type: Type.Literal("Bearer"),
      expires_in: Type.Integer(),
    }),
    ...problemResponses("webhook_unauthentic", "connection_not_found", "payload_too_large"),
  },
};

/** `POST /webhooks/:adapter/:connection/token`. */
export const webhookTokenRoute: FastifyPluginAsyncTypebox<{ services: Services }> = async (
  app,
  { services },
) => {
  acceptRawBodies(app);
  app.post("/webhooks/:adapter/:connection/token", { bodyLimit: 8192, schema }, async (request, reply) => {
    const { connection } = findConnection(services.catalog, request.params);
    if (connection.webhooks?.issueToken === undefined) throw new ProblemError("connection_not_found");
    const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    try {
      const token = connection.webhooks.issueToken({
        rawBody,
        headers: request.headers,
        remoteAddress: request.ip,
      });
      return await reply.header("cache-control", "no-store").send({
        access_token: token.accessToken,
        token_type: "Bearer" as const,
        expires_in: token.expiresInSeconds,
      });
    } catch (error) {
      if (readAdapterError(error)?.code === "webhook_unauthentic")
        throw new ProblemError("webhook_unauthentic");
      throw error;
    }
  });
};
