import { CreateSession, RoutePreview } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyPluginAsyncTypebox } from "@fastify/type-provider-typebox";
import { problemResponses } from "../../platform/http/route-schemas.ts";
import { operatorRoute, TenantPath } from "../../platform/http/admin-schemas.ts";
import type { Database } from "../../platform/database/database.ts";
import { findTenantId } from "../configuration/index.ts";
import type { SessionService } from "./session-service.ts";

const shared = {
  summary: "Ask which connection would serve a request, and why",
  description: "The body is that of `POST /v1/sessions`. Nothing is created, and no provider is asked.",
  body: Type.Ref(CreateSession),
};
const problems = [
  "malformed_body",
  "invalid_request",
  "payload_too_large",
  "unsupported_media_type",
  "unknown_flow",
] as const;

interface Options {
  readonly sessions: Pick<SessionService, "previewRoute">;
}

/** `POST /v1/routing/preview`. */
export const routingPreviewRoute: FastifyPluginAsyncTypebox<Options> = async (app, { sessions }) => {
  const schema = {
    ...shared,
    operationId: "previewRoute",
    tags: ["Sessions"],
    response: { 200: Type.Ref(RoutePreview), ...problemResponses(...problems) },
  };
  const config = { scope: "sessions:read" } as const;
  app.post("/v1/routing/preview", { config, schema }, async (request, reply) =>
    reply.send(await previewFor(sessions, request.tenantId, request.body)),
  );
};

/** `POST /admin/v1/tenants/:tenant/routing/preview`. */
export const adminRoutingPreviewRoute: FastifyPluginAsyncTypebox<
  Options & { readonly database: Database }
> = async (app, { sessions, database }) => {
  const schema = {
    ...operatorRoute,
    ...shared,
    operationId: "previewTenantRoute",
    summary: `${shared.summary}: of a tenant`,
    params: TenantPath,
    response: { 200: Type.Ref(RoutePreview), ...problemResponses(...problems, "tenant_not_found") },
  };
  app.post("/admin/v1/tenants/:tenant/routing/preview", { schema }, async (request, reply) => {
    const tenantId = await findTenantId(database, request.params.tenant);
    return reply.send(await previewFor(sessions, tenantId, request.body));
  });
};

async function previewFor(
  sessions: Pick<SessionService, "previewRoute">,
  tenantId: string,
  body: CreateSession,
): Promise<RoutePreview> {
  const { flow, metadata = {}, riskTags, parentSessionId, ...asked } = body;
  const { route, issues } = await sessions.previewRoute({
    tenantId,
    flowName: flow,
    metadata,
    riskTags,
    request: asked,
    ...(parentSessionId === undefined ? {} : { parentSessionId }),
  });
  const candidates = route.candidates.map(({ connectionName }) => connectionName);
  return {
    connection: candidates[0] ?? null,
    candidates,
    skipped: route.skipped.map(({ connectionName, why }) => ({ connection: connectionName, why })),
    issues: [...issues],
    route: route.record as RoutePreview["route"],
  };
}
