import { CreateSession } from "@kyc-gateway/http-api";
import { Type } from "@sinclair/typebox";
import type { FastifyInstance } from "fastify";
import { sharedSchemas } from "../platform/http/route-schemas.ts";
import { createValidatorCompiler } from "../platform/http/validators.ts";
import type { KvaryConfig } from "../features/kvary/kvary.config.ts";
import { kvaryWebhookPath } from "../features/kvary/webhook.route.ts";
import type { Services } from "./services.ts";
import { countTenantRequests } from "./tenant-requests.ts";
import { adminRoutes } from "./admin.routes.ts";
import { consolePlugin } from "../features/console/index.ts";
import { closeBodies } from "../platform/http/close-bodies.ts";
import { closeQueries } from "../platform/http/close-queries.ts";
import { bodyParserPlugin } from "../platform/http/body-parser.plugin.ts";
import { authenticationPlugin } from "../features/access/authentication.plugin.ts";
import { createGrantFinder, createProductCallers } from "../features/access/product-callers.ts";
import { oidcRoute } from "../features/access/oidc.route.ts";
import { createServer } from "../platform/http/create-server.ts";
import { toLegalHoldProblem } from "../features/privacy/erasure/legal-hold-problem.ts";
import { toStartProblem } from "../features/sessions/start-problem.ts";
import { documentationPlugin } from "../platform/http/documentation.plugin.ts";
import { earlyRequestsPlugin } from "../platform/http/early-requests.plugin.ts";
import { loadSheddingPlugin } from "../platform/http/load-shedding.plugin.ts";
import { admitAtOnce, rateLimitPlugin, type RateLimitOptions } from "../platform/http/rate-limit.plugin.ts";
import { createTenantRateLimiter } from "../platform/rate-limit/tenant-rate-limiter.ts";
import { takeCreationsEarly, type EarlyCreationParts } from "../features/sessions/early-creations.ts";
import { takeReadsEarly, type EarlyReadParts } from "../features/sessions/early-reads.ts";
import { launchPageRoute } from "../features/launch-page/index.ts";
import { createSessionRoute } from "../features/sessions/create-session.route.ts";
import { eventEndpointActionsRoute } from "../features/events/endpoints/event-endpoint-actions.route.ts";
import { eventEndpointKeysRoute } from "../features/events/endpoints/event-endpoint-keys.route.ts";
import { eventEndpointsRoute } from "../features/events/endpoints/event-endpoints.route.ts";
import { eventsRoute } from "../features/events/events.route.ts";
import { analyticsRoute } from "../features/analytics/analytics.route.ts";
import { blocklistRoute } from "../features/account/blocklist.route.ts";
import { screeningsRoute } from "../features/account/screenings.route.ts";
import { watchesRoute } from "../features/account/watches.route.ts";
import { readDocumentRoute } from "../features/providers/documents/read-document.route.ts";
import { faceComparisonsRoute } from "../features/providers/faces/face-comparisons.route.ts";
import { endCallRoute } from "../features/sessions/end-call.route.ts";
import { sessionActivityRoute } from "../features/sessions/session-activity.route.ts";
import { sessionReportRoute } from "../features/sessions/session-report.route.ts";
import { evidenceRoute } from "../features/sessions/evidence.route.ts";
import { eraseSessionRoute } from "../features/privacy/erasure/erase-session.route.ts";
import { erasuresRoute } from "../features/privacy/erasure/erasures.route.ts";
import { exportApplicantRoute } from "../features/privacy/export-applicant.route.ts";
import { operationsRoute } from "./operations.route.ts";
import { readApplicantRoute } from "../features/sessions/read-applicant.route.ts";
import { readSessionsRoute } from "../features/sessions/read-sessions.route.ts";
import { receiptKeysRoute } from "../features/privacy/erasure/receipt-keys.route.ts";
import { launchSessionRoute } from "../features/sessions/launch-session.route.ts";
import { refreshSessionRoute } from "../features/sessions/refresh-session.route.ts";
import { routingPreviewRoute } from "../features/sessions/routing-preview.route.ts";
import { sessionResultRoute } from "../features/sessions/session-result.route.ts";
import { sessionTimelineRoute } from "../features/sessions/session-timeline.route.ts";
import { webhookTokenRoute } from "../features/webhooks/webhook-token.route.ts";
import { webhooksRoute } from "../features/webhooks/webhooks.route.ts";

/** What a front of another integration needs beside the services. */
export interface CompatibilityRoutes {
  readonly kvary?: KvaryConfig | undefined;
}

const toProblemError = (error: unknown) => toStartProblem(error) ?? toLegalHoldProblem(error);

/** Builds the HTTP side. The instance does not listen. */
export async function buildApp(
  services: Services,
  compatibility: CompatibilityRoutes = {},
): Promise<FastifyInstance> {
  const { config } = services;
  const app = await createServer(
    { ...services, toProblemError },
    {
      prefixes: ["/webhooks/"],
      whole: [kvaryWebhookPath],
    },
  );
  await app.register(loadSheddingPlugin, { maxEventLoopDelayMs: config.maxEventLoopDelayMs });
  await app.register(earlyRequestsPlugin, services);
  await app.register(documentationPlugin, { publicUrl: config.publicUrl });
  await app.register(bodyParserPlugin);
  const onTenantAnswer = countTenantRequests(app, services);
  await app.register(operationsRoute, { services, hasMetrics: config.operationsPort === undefined });
  await app.register(receiptKeysRoute, services);
  await app.register(webhooksRoute, services);
  await app.register(webhookTokenRoute, services);
  const rateLimit = describeRateLimit(services);
  await app.register(productRoutes, { services, rateLimit });
  takeReadsEarly(app, describeEarlyReads(services, rateLimit));
  takeCreationsEarly(app, describeEarlyCreations(services, rateLimit, onTenantAnswer));
  await app.register(launchPageRoute, services);
  await app.register(adminRoutes, services);
  if (config.console === "public") await registerConsole(app, services);
  if (compatibility.kvary !== undefined) {
    const { kvaryRoutes } = await import("../features/kvary/kvary.routes.ts");
    await app.register(kvaryRoutes, {
      services,
      kvary: compatibility.kvary,
      rateLimit: { ...rateLimit, endUserRequestsPerSecond: config.endUserRequestsPerSecond },
    });
  }
  return app;
}

/** `/metrics`, the probes and, where configured, the console on a port of their own, which nobody outside has to reach. The instance does not listen. */
export async function buildOperationsApp(services: Services): Promise<FastifyInstance> {
  const app = await createServer({ ...services, toProblemError });
  await app.register(operationsRoute, { services, hasMetrics: true });
  if (services.config.console !== "operations") return app;
  await app.register(bodyParserPlugin);
  await app.register(adminRoutes, services);
  await registerConsole(app, services);
  return app;
}

/** The console's files, and the way in that needs no operator's key. */
async function registerConsole(app: FastifyInstance, services: Services): Promise<void> {
  await app.register(oidcRoute, services);
  await app.register(consolePlugin);
}

/** A tenant has one budget, through whichever front its requests come. */
function describeRateLimit({ config, metrics }: Services): RateLimitOptions {
  const requestsPerSecond = config.tenantRequestsPerSecond;
  const pace = createTenantRateLimiter(requestsPerSecond, () => performance.now());
  return { requestsPerSecond, pace, metrics };
}

/** What the framework's hooks do for the same route of the products' scope. */
function describeEarlyReads(services: Services, rateLimit: RateLimitOptions): EarlyReadParts {
  const { metrics, log, sessions } = services;
  const findGrant = createGrantFinder(services);
  return {
    metrics,
    log,
    reads: sessions.reads,
    present: (session) => sessions.present(session),
    findTenant: (authorization) => findGrant(authorization, "sessions:read")?.tenantId,
    admit: admitAtOnce(rateLimit),
  };
}

function describeEarlyCreations(
  services: Services,
  rateLimit: RateLimitOptions,
  onAnswer: EarlyCreationParts["onAnswer"],
): EarlyCreationParts {
  const findGrant = createGrantFinder(services);
  const validate = createValidatorCompiler(sharedSchemas)({ ...creationBody, method: "POST", url: "" });
  const { metrics, log, vault, config, sessions } = services;
  return {
    metrics,
    log,
    vault,
    config,
    sessions,
    toProblemError,
    findTenant: (authorization) => findGrant(authorization, "sessions:write")?.tenantId,
    admit: admitAtOnce(rateLimit),
    isCreation: (body): body is CreateSession => validate(body) === true,
    onAnswer,
  };
}

const creationBody = { schema: Type.Ref(CreateSession), httpPart: "body" } as const;

/** The scope of products: every route in it is authenticated and has a scope of its own. */
async function productRoutes(
  app: FastifyInstance,
  options: { services: Services; rateLimit: RateLimitOptions },
): Promise<void> {
  closeQueries(app);
  closeBodies(app);
  await app.register(authenticationPlugin, { callers: createProductCallers(options.services) });
  await app.register(rateLimitPlugin, options.rateLimit);
  await app.register(createSessionRoute, options.services);
  await app.register(readSessionsRoute, options.services);
  await app.register(sessionResultRoute, options.services);
  await app.register(refreshSessionRoute, options.services);
  await app.register(launchSessionRoute, options.services);
  await app.register(sessionTimelineRoute, options.services);
  await app.register(evidenceRoute, options.services);
  await app.register(sessionReportRoute, options.services);
  await app.register(sessionActivityRoute, options.services);
  await app.register(endCallRoute, options.services);
  await app.register(screeningsRoute, options.services);
  await app.register(watchesRoute, options.services);
  await app.register(blocklistRoute, options.services);
  await app.register(readDocumentRoute, options.services);
  await app.register(faceComparisonsRoute, options.services);
  await app.register(eraseSessionRoute, options.services);
  await app.register(erasuresRoute, options.services);
  await app.register(exportApplicantRoute, options.services);
  await app.register(readApplicantRoute, options.services);
  await app.register(routingPreviewRoute, options.services);
  await app.register(analyticsRoute, options.services);
  await app.register(eventsRoute, options.services);
  await app.register(eventEndpointsRoute, options.services);
  await app.register(eventEndpointKeysRoute, options.services);
  await app.register(eventEndpointActionsRoute, options.services);
}
