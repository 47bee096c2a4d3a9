import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from "fastify";
import { validate as isUuid } from "uuid";
import { AccessReasonHeader, noteAccess, readReason } from "../features/audit/index.ts";
import { eraseSessionRoute } from "../features/privacy/erasure/erase-session.route.ts";
import { evidenceRoute } from "../features/sessions/evidence.route.ts";
import { launchSessionRoute } from "../features/sessions/launch-session.route.ts";
import { refreshSessionRoute } from "../features/sessions/refresh-session.route.ts";
import { sessionActivityRoute } from "../features/sessions/session-activity.route.ts";
import { sessionReportRoute } from "../features/sessions/session-report.route.ts";
import { sessionResultRoute } from "../features/sessions/session-result.route.ts";
import { operatorRoute } from "../platform/http/admin-schemas.ts";
import { ProblemError } from "../platform/http/problem-error.ts";
import { addProblem } from "../platform/http/route-schemas.ts";
import type { Services } from "./services.ts";

const launching = "operatorLaunchSession";

/**
 * What products do with their own sessions, for operators with those of any tenant: the same routes below `/admin`. What
 * opens personal data needs a reason, whatever the tenant demands of itself.
 */
export async function operatorSessionRoutes(app: FastifyInstance, services: Services): Promise<void> {
  app.addHook("preHandler", (request) => enterTenant(request, services));
  app.addHook("preSerialization", async (request, reply, payload) => hideLaunch(request, reply, payload));
  await app.register(refreshSessionRoute, services);
  await app.register(launchSessionRoute, services);
  await app.register(sessionResultRoute, services);
  await app.register(evidenceRoute, services);
  await app.register(sessionReportRoute, services);
  await app.register(sessionActivityRoute, services);
  await app.register(eraseSessionRoute, services);
}

/** A product's route becomes one of operators: its own name in the document, a role instead of a scope. */
export function describeForOperators(route: RouteOptions): void {
  const { config: { scope, ...config } = {}, schema = {} } = route;
  if (scope === undefined) return;
  const { operationId = "", summary = "", response = {} } = schema;
  const ownId = `operator${operationId.charAt(0).toUpperCase()}${operationId.slice(1)}`;
  const isReasoned = schema.headers !== undefined || ownId === launching;
  route.config = config;
  route.schema = {
    ...schema,
    ...operatorRoute,
    operationId: ownId,
    summary: `${summary}: of any tenant`,
    ...(isReasoned
      ? {
          description:
            `${schema.description ?? ""} \`X-Access-Reason\` is demanded, and kept in the audit log.`.trim(),
          headers: AccessReasonHeader,
          response: addProblem(response as Record<number, unknown>, "access_reason_missing"),
        }
      : {}),
  };
}

async function enterTenant(
  request: FastifyRequest,
  { sessions, configuration, accessLog }: Pick<Services, "sessions" | "configuration" | "accessLog">,
): Promise<void> {
  const { sessionId = "" } = request.params as { sessionId?: string };
  const session = isUuid(sessionId) ? await sessions.reads.findOfAny(sessionId) : undefined;
  if (session === undefined) throw new ProblemError("session_not_found");
  request.tenantId = session.tenantId;
  const { headers, operationId } = request.routeOptions.schema ?? {};
  if (headers !== undefined && readReason(request.headers["x-access-reason"]) === undefined)
    throw new ProblemError("access_reason_missing", {
      detail: "Operators give a reason for this: send it as `X-Access-Reason`.",
    });
  if (operationId === launching)
    await noteAccess({ configuration, accessLog }, request, {
      action: "session.launch",
      subject: `session ${session.id}`,
    });
}

/** The link lets people in: it is given where it was asked for, with a reason. Where the answer leads is an operator's route, too. */
function hideLaunch(request: FastifyRequest, reply: FastifyReply, payload: unknown): unknown {
  const location = reply.getHeader("location");
  if (typeof location === "string") void reply.header("location", `/admin${location}`);
  if (request.routeOptions.schema?.operationId === launching) return payload;
  return typeof payload === "object" && payload !== null && "launch" in payload
    ? { ...payload, launch: null }
    : payload;
}
