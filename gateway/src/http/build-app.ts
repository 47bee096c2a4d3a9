import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { v7 as newUuid } from "uuid";
import type { KvaryConfig } from "../compat/kvary/kvary.config.ts";
import { kvaryRoutes } from "../compat/kvary/kvary.routes.ts";
import type { Services } from "../services.ts";
import { adminRoutes } from "./admin.routes.ts";
import { createClientErrors } from "./answer-client-error.ts";
import { bodyParserPlugin } from "./plugins/body-parser.plugin.ts";
import { authenticationPlugin } from "./plugins/authentication.plugin.ts";
import { documentationPlugin } from "./plugins/documentation.plugin.ts";
import { gracefulClosePlugin } from "./plugins/graceful-close.plugin.ts";
import { loadSheddingPlugin } from "./plugins/load-shedding.plugin.ts";
import { answerRouterError, problemsPlugin } from "./plugins/problems.plugin.ts";
import { rateLimitPlugin, type RateLimitOptions } from "./plugins/rate-limit.plugin.ts";
import { requestContextPlugin } from "./plugins/request-context.plugin.ts";
import { createLazySerializers } from "./lazy-serializers.ts";
import { unambiguousRequestsPlugin } from "./plugins/unambiguous-requests.plugin.ts";
import { createRequestPace } from "./rate-limit/request-pace.ts";
import { sharedSchemas } from "./route-schemas.ts";
import { createSessionRoute } from "./routes/create-session.route.ts";
import { eventEndpointActionsRoute } from "./routes/event-endpoint-actions.route.ts";
import { eventEndpointKeysRoute } from "./routes/event-endpoint-keys.route.ts";
import { eventEndpointsRoute } from "./routes/event-endpoints.route.ts";
import { eventsRoute } from "./routes/events.route.ts";
import { evidenceRoute } from "./routes/evidence.route.ts";
import { eraseSessionRoute } from "./routes/erase-session.route.ts";
import { erasuresRoute } from "./routes/erasures.route.ts";
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
import { createValidatorCompiler } from "./validators.ts";

/** What a front of another integration needs beside the services. */
export interface Fronts {
  readonly kvary?: KvaryConfig | undefined;
}

/** Builds the HTTP side. The instance does not listen. */
export async function buildApp(services: Services, fronts: Fronts = {}): Promise<FastifyInstance> {
  const { config, log, metrics } = services;
  const loggerInstance: FastifyBaseLogger = log;
  const clientErrors = createClientErrors();
  const app = fastify({
    loggerInstance,
    // The access log is ours; the request's id is in every line by its trace.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: () => newUuid(),
    requestIdHeader: false,
    trustProxy: config.trustProxy === false ? false : [...config.trustProxy],
    bodyLimit: config.bodyLimitBytes,
    // A request that dribbles in is cut off; an idle connection outlives the usual load balancer's.
    requestTimeout: 30_000,
    // Silence for this long ends a connection, whether or not it ever asked for anything.
    connectionTimeout: 90_000,
    keepAliveTimeout: 72_000,
    // Node looks for slow heads and bodies every 30 s by itself.
    // A missing Host is refused by us, with a problem.
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5000, requireHostHeader: false },
    forceCloseConnections: "idle",
    // What comes on a connection that is still open is served: a refusal would have to be made good by a retry.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: (error, socket) => clientErrors.answer(error, socket),
    frameworkErrors: answerRouterError,
    schemaController: { compilersFactory: { buildSerializer: createLazySerializers() } },
    ajv: { customOptions: { removeAdditional: false } },
  });
  app.server.on("request", (request, response) => clientErrors.note(request, response));
  for (const schema of sharedSchemas) app.addSchema(schema);
  app.setValidatorCompiler(createValidatorCompiler(sharedSchemas));
  await app.register(gracefulClosePlugin, { isDraining: () => services.readiness.isDraining });
  await app.register(requestContextPlugin, { metrics });
  await app.register(problemsPlugin);
  await app.register(unambiguousRequestsPlugin);
  await app.register(loadSheddingPlugin, { maxEventLoopDelayMs: config.maxEventLoopDelayMs });
  await app.register(documentationPlugin, { publicUrl: config.publicUrl });
  await app.register(bodyParserPlugin);
  await app.register(operationsRoute, { services });
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
  const { catalog, keyUses } = options.services;
  await app.register(authenticationPlugin, { catalog, keyUses });
  await app.register(rateLimitPlugin, options.rateLimit);
  await app.register(createSessionRoute, options);
  await app.register(readSessionsRoute, options);
  await app.register(sessionResultRoute, options);
  await app.register(refreshSessionRoute, options);
  await app.register(sessionTimelineRoute, options);
  await app.register(evidenceRoute, options);
  await app.register(eraseSessionRoute, options);
  await app.register(erasuresRoute, options);
  await app.register(readApplicantRoute, options);
  await app.register(routingPreviewRoute, options);
  await app.register(eventsRoute, options);
  await app.register(eventEndpointsRoute, options);
  await app.register(eventEndpointKeysRoute, options);
  await app.register(eventEndpointActionsRoute, options);
}
