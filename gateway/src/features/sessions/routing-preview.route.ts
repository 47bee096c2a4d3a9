import { CreateSession, RoutePreview } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import type { SessionService } from "./session-service.ts";

/** `POST /v1/routing/preview`. */
export const routingPreviewRoute: FastifyPluginAsyncTypebox<{
  readonly sessions: SessionService;
}> = async (app, { sessions }) => {
  app.post(
    "/v1/routing/preview",
    {
      config: { scope: "sessions:read" },
      schema: {
        operationId: "previewRoute",
        summary: "Ask which connection would serve a request, and why",
        description: "The body is that of `POST /v1/sessions`. Nothing is created, and no provider is asked.",
        tags: ["Sessions"],
        body: Type.Ref(CreateSession),
        response: {
          200: Type.Ref(RoutePreview),
          ...problemResponses(
            "malformed_body",
            "invalid_request",
            "payload_too_large",
            "unsupported_media_type",
            "unknown_flow",
          ),
        },
      },
    },
    async (request, reply) => {
      const { flow, metadata = {}, riskTags, parentSessionId, ...asked } = request.body;
      const { route, issues } = await sessions.previewRoute({
        tenantId: request.tenantId,
        flowName: flow,
        metadata,
        riskTags,
        request: asked,
        ...(parentSessionId === undefined ? {} : { parentSessionId }),
      });
      const candidates = route.candidates.map(({ connectionName }) => connectionName);
      return reply.send({
        connection: candidates[0] ?? null,
        candidates,
        skipped: route.skipped.map(({ connectionName, why }) => ({ connection: connectionName, why })),
        issues: [...issues],
        route: route.record as RoutePreview["route"],
      });
    },
  );
};
