import { Erasure } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { validate as isUuid } from "uuid";
import type { Vault } from "../../platform/encryption/vault.ts";
import { operatorRoute } from "../../platform/http/admin-schemas.ts";
import { ProblemError } from "../../platform/http/problem-error.ts";
import { locationHeader, withHeaders } from "../../platform/http/response-headers.ts";
import { problemResponses, SessionPath } from "../../platform/http/route-schemas.ts";
import { AccessReasonHeader, readReason, sealTenantReason } from "../audit/index.ts";
import { presentErasure, type ErasureService } from "../privacy/index.ts";
import type { SessionService } from "../sessions/index.ts";

const schema = {
  ...operatorRoute,
  operationId: "erasePersonOfSession",
  summary: "Erase everything about the person of a session",
  description:
    "All sessions of the person at this tenant, as `DELETE /v1/applicants/{applicantId}` does, without anybody having to type whose they are. `X-Access-Reason` is demanded, and kept in the audit log.",
  params: SessionPath,
  headers: AccessReasonHeader,
  response: {
    202: withHeaders(Type.Ref(Erasure), locationHeader),
    ...problemResponses("session_not_found", "session_erased", "legal_hold", "access_reason_missing"),
  },
};

/** `DELETE /admin/v1/sessions/:sessionId/applicant`. */
export const erasePersonRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: Pick<SessionService, "reads">;
  readonly erasures: Pick<ErasureService, "request">;
  readonly vault: Vault;
}> = async (app, { sessions, erasures, vault }) => {
  app.delete("/admin/v1/sessions/:sessionId/applicant", { schema }, async (request, reply) => {
    const { sessionId } = request.params;
    const session = isUuid(sessionId) ? await sessions.reads.findOfAny(sessionId) : undefined;
    if (session === undefined) throw new ProblemError("session_not_found");
    const why = readReason(request.headers["x-access-reason"]);
    if (why === undefined) throw new ProblemError("access_reason_missing");
    const { tenantId, applicantId } = session;
    if (applicantId === null) throw new ProblemError("session_erased");
    const erasure = await erasures.request({
      tenantId,
      target: { applicantId },
      cause: "request",
      actor: request.actor,
      reason: await sealTenantReason(vault, tenantId, why),
    });
    if (erasure === undefined) throw new ProblemError("session_erased");
    return reply
      .code(202)
      .header("location", `/admin/v1/erasures/${erasure.id}`)
      .send(presentErasure(erasure));
  });
};
