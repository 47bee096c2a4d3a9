import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { LanguageTag, SessionStatus } from "@kyc-gateway/http-api";
import { Type, type Static } from "@sinclair/typebox";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { startVerification } from "./start-verification.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { SessionService } from "../sessions/index.ts";
import type { Vault } from "../../platform/encryption/vault.ts";

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

const StartVerification = Type.Object(
  {
    returnUrl: Type.Optional(
      Type.String({
        format: "uri",
        pattern: "^https?://",
        maxLength: 2000,
        "x-allowed": "an http or https URL of at most 2000 characters",
      }),
    ),
    language: Type.Optional(LanguageTag),
    locale: Type.Optional(
      Type.Unsafe<string>({ ...LanguageTag, description: "What older clients call `language`." }),
    ),
  },
  { additionalProperties: false },
);

const schema = {
  operationId: "kvaryStartVerification",
  summary: "Start or continue the user's verification",
  tags: ["Kvary"],
  security: [{ endUser: [] }],
  body: Type.Union([StartVerification, Type.Null()]),
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
};

/** `POST /api/kyc/identomat/session`. The body is optional. */
export const startVerificationRoute: FastifyPluginAsyncTypebox<{
  readonly config: Config;
  readonly sessions: SessionService;
  readonly vault: Vault;
}> = async (app, { config, sessions, vault }) => {
  app.post("/api/kyc/identomat/session", { schema }, async (request, reply) => {
    const verification = await startVerification(
      { config, sessions, vault },
      {
        tenantId: request.tenantId,
        endUserId: request.endUserId,
        options: readOptions(request.body),
        onProviderMs: (ms) => {
          request.providerMs += ms;
        },
      },
    );
    return reply.send(verification);
  });
};

function readOptions(body: Static<typeof StartVerification> | null): {
  returnUrl?: string;
  language?: string;
} {
  const { returnUrl, locale, language = locale } = body ?? {};
  return {
    ...(returnUrl === undefined ? {} : { returnUrl }),
    ...(language === undefined ? {} : { language }),
  };
}
