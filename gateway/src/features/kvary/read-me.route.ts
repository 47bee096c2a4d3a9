import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { SessionStatus } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { findVerification } from "./find-verification.ts";
import { legacyStatus, type LegacyStatus } from "./legacy-status.ts";
import type { SessionService } from "../sessions/index.ts";

const Me = Type.Object(
  {
    status: Type.Unsafe<LegacyStatus>({ type: "string", enum: [...new Set(Object.values(legacyStatus))] }),
    kycStatus: SessionStatus,
    verificationId: Type.Union([Type.String({ format: "uuid" }), Type.Null()]),
  },
  { additionalProperties: false },
);

const schema = {
  operationId: "kvaryReadMe",
  summary: "Read the user's verification status, in Kvary's words",
  tags: ["Kvary"],
  security: [{ endUser: [] }],
  response: { 200: Me, ...problemResponses() },
};

/** `GET /api/kyc/me`. */
export const readMeRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
}> = async (app, { sessions }) => {
  app.get("/api/kyc/me", { schema }, async (request, reply) => {
    const { status, sessionId } = await findVerification({ sessions }, request);
    return reply.send({
      status: legacyStatus[status],
      kycStatus: status,
      verificationId: sessionId,
    });
  });
};
