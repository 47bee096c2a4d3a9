import type { FastifyInstance } from "fastify";
import type { KvaryConfig } from "../compat/kvary/kvary.config.ts";
import { kvaryRoutes } from "../compat/kvary/kvary.routes.ts";
import type { Services } from "../services.ts";
import { adminRoutes } from "./admin.routes.ts";
import { closeQueries } from "./close-queries.ts";
import { bodyParserPlugin } from "./plugins/body-parser.plugin.ts";
import { authenticationPlugin } from "./plugins/authentication.plugin.ts";
import { createServer } from "./create-server.ts";
import { documentationPlugin } from "./plugins/documentation.plugin.ts";
import { loadSheddingPlugin } from "./plugins/load-shedding.plugin.ts";
import { rateLimitPlugin, type RateLimitOptions } from "./plugins/rate-limit.plugin.ts";
import { createRequestPace } from "./rate-limit/request-pace.ts";
import { createSessionRoute } from "./routes/create-session.route.ts";
import { eventEndpointActionsRoute } from "./routes/event-endpoint-actions.route.ts";
import { eventEndpointKeysRoute } from "./routes/event-endpoint-keys.route.ts";
import { eventEndpointsRoute } from "./routes/event-endpoints.route.ts";
import { eventsRoute } from "./routes/events.route.ts";
import { evidenceRoute } from "./routes/evidence.route.ts";
import { eraseSessionRoute } from "./routes/erase-session.route.ts";
import { erasuresRoute } from "./routes/erasures.route.ts";
import { exportApplicantRoute } from "./routes/export-applicant.route.ts";
import { operationsRoute } from "./routes/operations.route.ts";
import { readApplicantRoute } from "./routes/read-applicant.route.ts";
import { readSessionsRoute } from "./routes/read-sessions.route.ts";
import { receiptKeysRoute } from "./routes/receipt-keys.route.ts";
import { refreshSessionRoute } from "./routes/refresh-session.route.ts";
import { routingPreviewRoute } from "./routes/routing-preview.route.ts";
import { sessionResultRoute } from "./routes/session-result.route.ts";
import { sessionTimelineRoute } from "./routes/session-timeline.route.ts";
import { webhookTokenRoute } from "./routes/webhook-token.route.ts";
import { webhooksRoute } from "./routes/webhooks.route.ts";

/** What a front of another integration needs beside the services. */
export interface Fronts {
  readonly kvary?: KvaryConfig | undefined;
}

/** Builds the HTTP side. The instance does not listen. */
export async function buildApp(services: Services, fronts: Fronts = {}): Promise<FastifyInstance> {
  const { config } = services;
  const app = await createServer(services);
  await app.register(loadSheddingPlugin, { maxEventLoopDelayMs: config.maxEventLoopDelayMs });
  await app.register(documentationPlugin, { publicUrl: config.publicUrl });
  await app.register(bodyParserPlugin);
  await app.register(operationsRoute, { services, hasMetrics: config.operationsPort === undefined });
  await app.register(receiptKeysRoute, { services });
  await app.register(webhooksRoute, { services });
  await app.register(webhookTokenRoute, { services });
  const rateLimit = describeRateLimit(services);
  await app.register(productRoutes, { services, rateLimit });
  await app.register(adminRoutes, { services });
  if (fronts.kvary !== undefined)
    await app.register(kvaryRoutes, { services, kvary: fronts.kvary, rateLimit });
  return app;
}

/** `/metrics` and the probes on a port of their own, which nobody outside has to reach. The instance does not listen. */
export async function buildOperationsApp(services: Services): Promise<FastifyInstance> {
  const app = await createServer(services);
  await app.register(operationsRoute, { services, hasMetrics: true });
  return app;
}

/** A tenant has one budget, through whichever front its requests come. */
function describeRateLimit({ config, metrics }: Services): RateLimitOptions {
  const requestsPerSecond = config.tenantRequestsPerSecond;
  const pace = createRequestPace(requestsPerSecond, () => performance.now());
  return { requestsPerSecond, pace, metrics };
}

/** The scope of products: every route in it is authenticated and has a scope of its own. */
async function productRoutes(
  app: FastifyInstance,
  options: { services: Services; rateLimit: RateLimitOptions },
): Promise<void> {
  const { catalog, lateKeys, keyUses } = options.services;
  closeQueries(app);
  await app.register(authenticationPlugin, { catalog, lateKeys, keyUses });
  await app.register(rateLimitPlugin, options.rateLimit);
  await app.register(createSessionRoute, options);
  await app.register(readSessionsRoute, options);
  await app.register(sessionResultRoute, options);
  await app.register(refreshSessionRoute, options);
  await app.register(sessionTimelineRoute, options);
  await app.register(evidenceRoute, options);
  await app.register(eraseSessionRoute, options);
  await app.register(erasuresRoute, options);
  await app.register(exportApplicantRoute, options);
  await app.register(readApplicantRoute, options);
  await app.register(routingPreviewRoute, options);
  await app.register(eventsRoute, options);
  await app.register(eventEndpointsRoute, options);
  await app.register(eventEndpointKeysRoute, options);
  await app.register(eventEndpointActionsRoute, options);
}
