import { DeliveryAccepted, SessionStatus } from "@kyc-gateway/http-api";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { Type } from "@sinclair/typebox";
import { ProblemError } from "../../http/problem-error.ts";
import { problemResponses } from "../../http/route-schemas.ts";
import { receiveDelivery } from "../../inbox/receive-delivery.ts";
import type { Services } from "../../services.ts";
import { authenticateEndUser } from "./authenticate-end-user.ts";
import { findKvaryTenant } from "./find-kvary-tenant.ts";
import type { KvaryConfig } from "./kvary.config.ts";
import { legacyStatus } from "./legacy-status.ts";
import { kvaryNames } from "./provision-kvary.ts";
import { startVerification } from "./start-verification.ts";

export type { KvaryConfig } from "./kvary.config.ts";

const Verification = Type.Object(
  {
    verificationId: Type.String({ format: "uuid" }),
    launchUrl: Type.Union([Type.String({ format: "uri" }), Type.Null()], {
      description: "Null when there is nothing for the user to do.",
    }),
    status: SessionStatus,
  },
  { additionalProperties: false },
);

const Me = Type.Object(
  {
    status: Type.Unsafe<string>({ type: "string", enum: ["UNVERIFIED", "PENDING", "VERIFIED", "REJECTED"] }),
    kycStatus: SessionStatus,
    verificationId: Type.Union([Type.String({ format: "uuid" }), Type.Null()]),
  },
  { additionalProperties: false },
);

const StartVerification = Type.Object(
  {
    returnUrl: Type.Optional(Type.String({ format: "uri", pattern: "^https?://", maxLength: 2000 })),
    language: Type.Optional(Type.String({ pattern: "^[a-z]{2}$" })),
  },
  { additionalProperties: false },
);

/** The three routes of the integration that this gateway replaces, under their old paths. */
export const kvaryRoutes: FastifyPluginAsyncTypebox<{ services: Services; kvary: KvaryConfig }> = async (
  app,
  { services, kvary },
) => {
  const tags = ["Kvary"];
  const security = [{ endUser: [] }];
  await app.register(async (users: typeof app) => {
    users.decorateRequest("endUserId", "");
    users.addHook("onRequest", async (request) => {
      request.endUserId = await authenticateEndUser(request.headers.authorization, kvary.jwtSecret);
    });
    users.post(
      "/api/kyc/identomat/session",
      {
        schema: {
          operationId: "kvaryStartVerification",
          summary: "Start or continue the user's verification",
          tags,
          security,
          body: Type.Optional(Type.Union([StartVerification, Type.Null()])),
          response: {
            200: Verification,
            ...problemResponses(
              "malformed_body",
              "invalid_request",
              "idempotency_key_in_use",
              "provider_unavailable",
              "provider_outcome_unknown",
            ),
          },
        },
      },
      async (request, reply) =>
        reply.send(
          await startVerification(services, {
            endUserId: request.endUserId,
            options: request.body ?? {},
            onProviderMs: (ms) => (request.providerMs += ms),
          }),
        ),
    );
    users.get(
      "/api/kyc/me",
      {
        schema: {
          operationId: "kvaryReadMe",
          summary: "Where the user stands, in Kvary's words",
          tags,
          security,
          response: { 200: Me, ...problemResponses() },
        },
      },
      async (request, reply) => {
        const standing = await services.sessions.reads.findApplicant(
          findKvaryTenant(services),
          request.endUserId,
        );
        const status = standing?.decided?.status ?? standing?.latest.status ?? "NOT_STARTED";
        return reply.send({
          status: legacyStatus[status],
          kycStatus: status,
          verificationId: standing?.decided?.id ?? standing?.latest.id ?? null,
        });
      },
    );
  });
  await app.register(async (providers: typeof app) => {
    providers.removeAllContentTypeParsers();
    providers.addContentTypeParser("*", { parseAs: "buffer" }, (_request, body, done) => done(null, body));
    providers.post(
      "/api/webhooks/identomat",
      {
        bodyLimit: services.config.webhookBodyLimitBytes,
        schema: {
          operationId: "kvaryReceiveWebhook",
          summary: "Receive a callback of the Kvary account",
          tags,
          security: [],
          response: {
            200: DeliveryAccepted,
            ...problemResponses("webhook_unauthentic", "connection_not_found", "payload_too_large"),
          },
        },
      },
      async (request, reply) => {
        if (!services.catalog.isLoaded)
          throw new ProblemError("database_unavailable", { retryAfterMs: 1000 });
        const runtime = services.catalog.current.connectionsByName.get(kvaryNames.connection);
        if (runtime === undefined) throw new ProblemError("connection_not_found");
        return reply.send(await receiveDelivery(services.inbox, runtime, request));
      },
    );
  });
};
