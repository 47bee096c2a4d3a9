import { randomUUIDv7 } from "node:crypto";
import { fastify, LogController, type FastifyBaseLogger, type FastifyInstance } from "fastify";
import type { Config } from "../config/config.schema.ts";
import type { Log } from "../observability/log.ts";
import type { Metrics } from "../observability/metrics/metrics.ts";
import { createClientErrors } from "./answer-client-error.ts";
import { createLazySerializers } from "./lazy-serializers.ts";
import { lingerWhile } from "./lingering-close.ts";
import { gracefulClosePlugin } from "./graceful-close.plugin.ts";
import { answerRouterError, problemsPlugin, type ToProblemError } from "./problems.plugin.ts";
import { requestContextPlugin } from "./request-context.plugin.ts";
import { unambiguousRequestsPlugin } from "./unambiguous-requests.plugin.ts";
import { sharedSchemas } from "./route-schemas.ts";
import { createValidatorCompiler } from "./validators.ts";
import { tidyWebhookPath, type WebhookPaths } from "./webhook-path.ts";

/** What a server needs, whatever its routes are. */
export interface ServerParts {
  readonly config: Pick<Config, "trustProxy" | "bodyLimitBytes" | "requestDeadlineMs">;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly readiness: { readonly isDraining: boolean };
  /** Makes problems of the features' own errors; undefined: it is none of theirs. */
  readonly toProblemError: ToProblemError;
}

/** A server without routes: its limits, its patience, and how it refuses. */
export async function createServer(
  { config, log, metrics, readiness, toProblemError }: ServerParts,
  webhookPaths: WebhookPaths = { prefixes: [], whole: [] },
): Promise<FastifyInstance> {
  const loggerInstance: FastifyBaseLogger = log;
  const clientErrors = createClientErrors((code) => metrics.problems.inc({ route: "unparsed", code }));
  const app = fastify({
    loggerInstance,
    // The access log is ours; the request's id is in every line by its trace.
    logController: new LogController({ disableRequestLogging: true }),
    childLoggerFactory: (logger) => logger,
    genReqId: () => randomUUIDv7(),
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
    rewriteUrl: ({ url = "/" }) => tidyWebhookPath(url, webhookPaths),
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: (error, socket) => clientErrors.answer(error, socket),
    frameworkErrors: answerRouterError,
    schemaController: { compilersFactory: { buildSerializer: createLazySerializers(sharedSchemas) } },
    ajv: { customOptions: { removeAdditional: false } },
  });
  app.server.on("connection", (socket) => lingerWhile((own) => clientErrors.isSending(own), socket));
  app.server.on("request", (request, response) => clientErrors.note(request, response));
  for (const schema of sharedSchemas) app.addSchema(schema);
  app.setValidatorCompiler(createValidatorCompiler(sharedSchemas));
  await app.register(gracefulClosePlugin, { isDraining: () => readiness.isDraining });
  await app.register(requestContextPlugin, { metrics, deadlineMs: config.requestDeadlineMs });
  await app.register(problemsPlugin, { toProblemError });
  await app.register(unambiguousRequestsPlugin);
  return app;
}
