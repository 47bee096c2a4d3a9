import type { StartResult } from "@kyc-gateway/core";
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

/** What a creation needs, whoever takes its request. */
export interface CreationParts {
  readonly vault: Vault;
  readonly config: Pick<Config, "requestDeadlineMs">;
  readonly sessions: Pick<SessionService, "start" | "present">;
}

interface Creation {
  readonly tenantId: string;
  readonly idempotencyKey: string;
  readonly body: CreateSession;
}

/** `onProviderMs` is told how long providers took. Throws `StartFailure`. */
export function createSession(
  { vault, config, sessions }: CreationParts,
  { tenantId, idempotencyKey, body }: Creation,
  onProviderMs: (ms: number) => void,
): Promise<StartResult> {
  const { flow, metadata, riskTags, parentSessionId, ...asked } = body;
  const command = {
    tenantId,
    idempotencyKey,
    requestFingerprint: fingerprintRequest(vault, tenantId, body),
    flowName: flow,
    metadata: metadata ?? {},
    riskTags,
    request: asked,
    deadlineAt: Date.now() + config.requestDeadlineMs,
    ...(parentSessionId === undefined ? {} : { parentSessionId }),
  };
  return sessions.start(command, onProviderMs);
}

/** `POST /v1/sessions`. */
export const createSessionRoute: FastifyPluginAsyncTypebox<CreationParts> = async (app, parts) => {
  const { sessions } = parts;
  const route = {
    config: { scope: "sessions:write" },
    schema,
    preValidation: requireIdempotencyKey,
  } as const;
  app.post("/v1/sessions", route, async (request, reply) => {
    const idempotencyKey = readIdempotencyKey(request.headers["idempotency-key"]);
    const { tenantId, body } = request;
    const { session, isReplay } = await createSession(parts, { tenantId, idempotencyKey, body }, (ms) => {
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

export function isIdempotencyKey(header: string | readonly string[] | undefined): header is string {
  return typeof header === "string" && keyPattern.test(header);
}

function readIdempotencyKey(header: string | string[] | undefined): string {
  if (isIdempotencyKey(header)) return header;
  throw new ProblemError("idempotency_key_missing", {
    detail: "Send `Idempotency-Key` with 1–255 visible ASCII characters, one for each session that you want.",
  });
}
