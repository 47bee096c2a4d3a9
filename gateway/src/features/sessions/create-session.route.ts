import { CreateSession, Session } from "@kyc-gateway/http-api";
import { locationHeader, replayedHeader } from "../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import type { preValidationHookHandler } from "fastify";
import { fingerprintRequest } from "../../platform/http/fingerprint-request.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { Vault } from "../../platform/encryption/vault.ts";
import type { Config } from "../../platform/config/config.schema.ts";
import type { SessionService } from "./session-service.ts";

const schema = {
  operationId: "createSession",
  summary: "Start a verification",
  description:
    "Creates one session at a provider of the flow. Repeat a request whose answer you did not get with the same `Idempotency-Key`: you get the same session, never a second one.",
  tags: ["Sessions"],
  headers: Type.Object({
    "idempotency-key": Type.String({
      description: "Yours, 1–255 visible ASCII characters: one for each session that you want.",
      examples: ["order-4711"],
    }),
  }),
  body: Type.Ref(CreateSession),
  response: {
    201: {
      description: "The session; `Idempotency-Replayed: true` when an earlier request made it.",
      headers: { ...locationHeader, ...replayedHeader },
      content: { "application/json": { schema: Type.Ref(Session) } },
    },
    ...problemResponses(
      "malformed_body",
      "invalid_request",
      "idempotency_key_missing",
      "idempotency_key_in_use",
      "session_not_startable",
      "payload_too_large",
      "unsupported_media_type",
      "unknown_flow",
      "idempotency_key_reused",
      "flow_unsupported",
      "provider_refused",
      "provider_reference_taken",
      "provider_misconfigured",
      "provider_outcome_unknown",
      "provider_unavailable",
    ),
  },
};

/** `POST /v1/sessions`. */
export const createSessionRoute: FastifyPluginAsyncTypebox<{
  readonly vault: Vault;
  readonly config: Config;
  readonly sessions: SessionService;
}> = async (app, { vault, config, sessions }) => {
  const route = {
    config: { scope: "sessions:write" },
    schema,
    preValidation: requireIdempotencyKey,
  } as const;
  app.post("/v1/sessions", route, async (request, reply) => {
    const idempotencyKey = readIdempotencyKey(request.headers["idempotency-key"]);
    const { flow, metadata, riskTags, parentSessionId, ...asked } = request.body;
    const command = {
      tenantId: request.tenantId,
      idempotencyKey,
      requestFingerprint: fingerprintRequest(vault, request.tenantId, request.body),
      flowName: flow,
      metadata: metadata ?? {},
      riskTags,
      request: asked,
      deadlineAt: Date.now() + config.requestDeadlineMs,
      ...(parentSessionId === undefined ? {} : { parentSessionId }),
    };
    const { session, isReplay } = await sessions.start(command, (ms) => {
      request.providerMs += ms;
    });
    if (isReplay) void reply.header("idempotency-replayed", "true");
    return reply.code(201).header("location", `/v1/sessions/${session.id}`).send(sessions.present(session));
  });
};

const keyPattern = /^[\x21-\x7e]{1,255}$/;

/** Before the schema's check: a missing key has a code of its own. */
const requireIdempotencyKey: preValidationHookHandler = ({ headers }, _reply, done) => {
  try {
    readIdempotencyKey(headers["idempotency-key"]);
    done();
  } catch (error) {
    done(error as Error);
  }
};

function readIdempotencyKey(header: string | string[] | undefined): string {
  if (typeof header === "string" && keyPattern.test(header)) return header;
  throw new ProblemError("idempotency_key_missing", {
    detail: "Send `Idempotency-Key` with 1–255 visible ASCII characters, one for each session that you want.",
  });
}
