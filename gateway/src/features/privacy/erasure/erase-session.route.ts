import { Session } from "@kyc-gateway/http-api";
import { locationHeader, withHeaders } from "../../../platform/http/response-headers.ts";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { type SessionService, findSession, presentSession } from "../../sessions/index.ts";
import { AccessReasonHeader, readReason, sealTenantReason } from "../../audit/index.ts";
import { ProblemError } from "../../../platform/http/problem-error.ts";
import { problemResponses, SessionPath } from "../../../platform/http/route-schemas.ts";
import type { ErasureService } from "./erasure-service.ts";
import type { Vault } from "../../../platform/encryption/vault.ts";

/** `DELETE /v1/sessions/:sessionId`. */
export const eraseSessionRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
  readonly erasures: ErasureService;
  readonly vault: Vault;
}> = async (app, { sessions, erasures, vault }) => {
  app.delete(
    "/v1/sessions/:sessionId",
    {
      config: { scope: "sessions:erase" },
      schema: {
        operationId: "eraseSession",
        summary: "Erase a session's data",
        description:
          "Our copies are gone when this answers; the provider's are erased in the background, repeated until it confirms. `erasure` tells when that is done, and an event `session.erased` says so; `Location` leads to the erasure with its signed receipt. Status and timeline stay, without personal data and without reasons.",
        tags: ["Sessions"],
        params: SessionPath,
        headers: AccessReasonHeader,
        response: {
          202: withHeaders(Type.Ref(Session), locationHeader),
          ...problemResponses("session_not_found", "legal_hold", "access_reason_missing"),
        },
      },
    },
    async (request, reply) => {
      const { id } = await findSession(sessions.reads, request.tenantId, request.params.sessionId);
      const { tenantId, actor } = request;
      const why = readReason(request.headers["x-access-reason"]);
      const erasure = await erasures.request({
        tenantId,
        target: { sessionId: id },
        cause: "request",
        actor,
        reason: why === undefined ? undefined : await sealTenantReason(vault, tenantId, why),
      });
      if (erasure === undefined) throw new ProblemError("session_not_found");
      const session = await findSession(sessions.reads, tenantId, id);
      return reply.code(202).header("location", `/v1/erasures/${erasure.id}`).send(presentSession(session));
    },
  );
};
