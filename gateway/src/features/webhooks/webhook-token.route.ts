import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { IssuedToken } from "@kyc-gateway/adapter-spec/v1";
import { Type } from "@sinclair/typebox";
import type { FastifyRequest } from "fastify";
import { type ConnectionRuntime, readAdapterError } from "../providers/index.ts";
import type { Inbox } from "./receive-delivery.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import {
  acceptRawBodies,
  admitSender,
  findConnection,
  readWebhook,
  registerWebhookProbe,
  type WebhookPath,
} from "./webhook-request.ts";
import type { CurrentConfiguration } from "../configuration/index.ts";

const params = Type.Object({
  adapter: Type.String({ description: "The adapter's id." }),
  connection: Type.String({ description: "The connection's name." }),
});

const schema = {
  operationId: "issueWebhookToken",
  summary: "Issue a token to a provider",
  description:
    "For providers that fetch an OAuth2 bearer token (client credentials) before they post webhooks.",
  tags: ["Providers"],
  security: [],
  params,
  response: {
    200: Type.Object({
      access_token: Type.String(),
      token_type: Type.Literal("Bearer"),
      expires_in: Type.Integer(),
    }),
    ...problemResponses(
      "webhook_unauthentic",
      "connection_not_found",
      "payload_too_large",
      "unsupported_media_type",
    ),
  },
};

const probeSchema = {
  operationId: "probeWebhookToken",
  summary: "Ask whether a connection issues tokens",
  description: "For providers that ask with GET or HEAD before they accept an address. Issues nothing.",
  tags: ["Providers"],
  params,
};

/** `POST /webhooks/:adapter/:connection/token`; `GET` and `HEAD` ask whether it is there. */
export const webhookTokenRoute: FastifyPluginAsyncTypebox<{
  readonly configuration: CurrentConfiguration;
  readonly inbox: Inbox;
}> = async (app, { configuration, inbox }) => {
  acceptRawBodies(app);
  const url = "/webhooks/:adapter/:connection/token";
  registerWebhookProbe(app, {
    url,
    check: (request) => void findTokenIssuer(findConnection(configuration, request.params as WebhookPath)),
    subject: "Token requests",
    schema: probeSchema,
  });
  app.post(
    url,
    {
      config: { isWebhook: true },
      bodyLimit: 8192,
      schema,
      onRequest: async (request, reply) =>
        void admitSender({ configuration, inbox }, request.params, { request, reply }),
    },
    async (request, reply) => {
      const runtime = findConnection(configuration, request.params);
      const { accessToken, expiresInSeconds } = issueToken(inbox, runtime, request);
      return reply
        .header("cache-control", "no-store")
        .send({ access_token: accessToken, token_type: "Bearer" as const, expires_in: expiresInSeconds });
    },
  );
};

/** Throws for a connection whose provider proves itself otherwise. */
function findTokenIssuer({ connection: { webhooks } }: ConnectionRuntime) {
  const issue = webhooks?.issueToken?.bind(webhooks);
  if (issue === undefined) throw new ProblemError("connection_not_found");
  return issue;
}

function issueToken(
  { rejectedWebhooks }: Inbox,
  runtime: ConnectionRuntime,
  request: FastifyRequest,
): IssuedToken {
  const issue = findTokenIssuer(runtime);
  const webhook = readWebhook(request);
  const { rawBody, remoteAddress: address } = webhook;
  try {
    const token = issue(webhook);
    rejectedWebhooks.noteAuthentic(address);
    return token;
  } catch (error) {
    if (readAdapterError(error)?.code !== "webhook_unauthentic") throw error;
    rejectedWebhooks.noteRefused({ connection: runtime.name, reason: "token_refused", address, rawBody });
    throw new ProblemError("webhook_unauthentic");
  }
}
