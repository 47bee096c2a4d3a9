import { randomUUID } from "node:crypto";
import type { Socket } from "node:net";
import { type Problem, problemMediaType } from "@kyc-gateway/http-api";
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import { v7 as newUuid } from "uuid";
import type { KvaryConfig } from "../compat/kvary/kvary.config.ts";
import { kvaryRoutes } from "../compat/kvary/kvary.routes.ts";
import type { Services } from "../services.ts";
import { adminRoutes } from "./admin.routes.ts";
import { bodyParserPlugin } from "./plugins/body-parser.plugin.ts";
import { authenticationPlugin } from "./plugins/authentication.plugin.ts";
import { documentationPlugin } from "./plugins/documentation.plugin.ts";
import { gracefulClosePlugin } from "./plugins/graceful-close.plugin.ts";
import { loadSheddingPlugin } from "./plugins/load-shedding.plugin.ts";
import { answerRouterError, problemsPlugin } from "./plugins/problems.plugin.ts";
import { rateLimitPlugin } from "./plugins/rate-limit.plugin.ts";
import { requestContextPlugin } from "./plugins/request-context.plugin.ts";
import { createLazySerializers } from "./lazy-serializers.ts";
import { sharedSchemas } from "./route-schemas.ts";
import { createSessionRoute } from "./routes/create-session.route.ts";
import { eventEndpointActionsRoute } from "./routes/event-endpoint-actions.route.ts";
import { eventEndpointKeysRoute } from "./routes/event-endpoint-keys.route.ts";
import { eventEndpointsRoute } from "./routes/event-endpoints.route.ts";
import { eventsRoute } from "./routes/events.route.ts";
import { evidenceRoute } from "./routes/evidence.route.ts";
import { eraseSessionRoute } from "./routes/erase-session.route.ts";
import { operationsRoute } from "./routes/operations.route.ts";
import { readApplicantRoute } from "./routes/read-applicant.route.ts";
import { readSessionsRoute } from "./routes/read-sessions.route.ts";
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
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5000 },
    forceCloseConnections: "idle",
    // What comes on a connection that is still open is served: a refusal would have to be made good by a retry.
    return503OnClosing: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerClientError,
    frameworkErrors: answerRouterError,
    schemaController: { compilersFactory: { buildSerializer: createLazySerializers() } },
    ajv: { customOptions: { removeAdditional: false } },
  });
  for (const schema of sharedSchemas) app.addSchema(schema);
  app.setValidatorCompiler(createValidatorCompiler(sharedSchemas));
  await app.register(gracefulClosePlugin);
  await app.register(requestContextPlugin, { metrics });
  await app.register(problemsPlugin);
  await app.register(loadSheddingPlugin, { maxEventLoopDelayMs: config.maxEventLoopDelayMs });
  await app.register(documentationPlugin, { publicUrl: config.publicUrl });
  await app.register(bodyParserPlugin);
  await app.register(operationsRoute, { services });
  await app.register(webhooksRoute, { services });
  await app.register(webhookTokenRoute, { services });
  await app.register(productRoutes, { services });
  await app.register(adminRoutes, { services });
  if (fronts.kvary !== undefined) await app.register(kvaryRoutes, { services, kvary: fronts.kvary });
  return app;
}

/** The scope of products: every route in it is authenticated and has a scope of its own. */
async function productRoutes(app: FastifyInstance, options: { services: Services }): Promise<void> {
  const { catalog, config, metrics } = options.services;
  await app.register(authenticationPlugin, { catalog });
  await app.register(rateLimitPlugin, { requestsPerSecond: config.tenantRequestsPerSecond, metrics });
  await app.register(createSessionRoute, options);
  await app.register(readSessionsRoute, options);
  await app.register(sessionResultRoute, options);
  await app.register(refreshSessionRoute, options);
  await app.register(sessionTimelineRoute, options);
  await app.register(evidenceRoute, options);
  await app.register(eraseSessionRoute, options);
  await app.register(readApplicantRoute, options);
  await app.register(routingPreviewRoute, options);
  await app.register(eventsRoute, options);
  await app.register(eventEndpointsRoute, options);
  await app.register(eventEndpointKeysRoute, options);
  await app.register(eventEndpointActionsRoute, options);
}

/** What cannot even be parsed as HTTP gets a problem too, where the line still stands. */
function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || error.code === "ECONNRESET") {
    socket.destroy();
    return;
  }
  const isSlow = error.code === "ERR_HTTP_REQUEST_TIMEOUT";
  const isLarge = error.code === "HPE_HEADER_OVERFLOW";
  const status = isSlow ? 408 : isLarge ? 431 : 400;
  const code = isSlow ? "request_timeout" : "malformed_request";
  const title = isSlow ? "The request came too slowly" : "The request is not valid HTTP";
  const body: Problem = {
    type: `/docs/problems#${code}`,
    title,
    status,
    code,
    retryable: isSlow,
    instance: randomUUID(),
  };
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\ncontent-type: ${problemMediaType}\r\ncontent-length: ${Buffer.byteLength(text)}\r\nconnection: close\r\n\r\n${text}`,
  );
}
