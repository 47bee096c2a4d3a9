import type { FastifyInstance, FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import type { ProblemCode } from "@kyc-gateway/http-api";
import { observeAnswer, type AnswerMetrics } from "./observe-answer.ts";
import { validate as isUuid } from "uuid";
import { readTraceId, runInTrace, type TraceContext } from "../observability/trace-context.ts";
import type { OpenSpan } from "../observability/tracing.ts";
import { endRequestSpan, openRequestSpan } from "./request-span.ts";
import { runInWorkScope, type WorkScope } from "../database/sql/work-scope.ts";

declare module "fastify" {
  interface FastifyRequest {
    trace: TraceContext;
    /** Undefined: nobody takes spans. */
    span: OpenSpan | undefined;
    /** Milliseconds that this request has spent waiting for a provider. */
    providerMs: number;
    /** Of the problem that it was answered with. */
    problemCode?: ProblemCode;
  }
  interface FastifyContextConfig {
    /** It waits for news, longer than any deadline. */
    isLongLived?: boolean;
  }
}

/** What a provider said at the last moment may still be stored. */
const reserveMs = 150;

/** `Server-Timing`: our own time, and the provider's. */
export function describeTiming(ownMs: number, providerMs: number): string {
  const provider = providerMs === 0 ? "" : `, provider;dur=${providerMs.toFixed(1)}`;
  return `gateway;dur=${ownMs.toFixed(1)}${provider}`;
}

/** From when on nothing more is begun for a request that begins now. */
export function findStatementDeadline(deadlineMs: number): number {
  return performance.now() + deadlineMs + reserveMs;
}

/** Trace, deadline of its statements, duration metric, access log and `Server-Timing` of every request. */
export const requestContextPlugin = fastifyPlugin(
  async (
    app: FastifyInstance,
    { metrics, deadlineMs }: { readonly metrics: AnswerMetrics; readonly deadlineMs: number },
  ) => {
    const runInRequest = (request: FastifyRequest, done: () => void): void =>
      runInTrace(request.trace, () =>
        runInWorkScope(describeScope(request, deadlineMs), () =>
          request.span === undefined ? done() : request.span.run(done),
        ),
      );
    app.decorateRequest("trace");
    app.decorateRequest("span");
    app.decorateRequest("providerMs", 0);
    app.decorateRequest("problemCode");
    app.addHook("onRequest", (request, _reply, done) => {
      request.span = openSpanOf(request);
      request.trace = {
        requestId: request.id,
        traceId: request.span?.traceId ?? readTraceId(request.headers.traceparent, request.id),
        sessionId: findSessionId(request.params),
      };
      runInRequest(request, done);
    });
    // Reading the body leaves the context of the request behind; how long its sender takes is not our time.
    app.addHook("preValidation", (request, _reply, done) => runInRequest(request, done));
    app.addHook("onSend", (request, reply, ...[, done]) => {
      void reply.header("x-request-id", request.id);
      const { providerMs } = request;
      void reply.header("server-timing", describeTiming(reply.elapsedTime - providerMs, providerMs));
      done();
    });
    app.addHook("onResponse", (request, reply, done) => {
      const route = request.routeOptions.url ?? "unmatched";
      const status = reply.statusCode;
      observeAnswer(metrics, {
        method: nameMethod(request.method),
        route,
        status,
        ms: reply.elapsedTime,
        traceId: request.trace.traceId,
        problem: request.problemCode,
      });
      const level = chooseLevel(request.method, route, status);
      request.log[level](
        { method: request.method, route, status, durationMs: Math.round(reply.elapsedTime * 10) / 10 },
        "request",
      );
      endRequestSpan(request.span, { status, sessionId: request.trace.sessionId });
      done();
    });
  },
  { name: "request-context" },
);

/** Asked every few seconds by machines. */
const probes: ReadonlySet<string> = new Set(["/healthz", "/readyz", "/metrics"]);

function openSpanOf(request: FastifyRequest): OpenSpan | undefined {
  if (probes.has(request.url)) return undefined;
  const route = request.routeOptions.url ?? "unmatched";
  // As it came: of a webhook, the framework is shown fewer headers.
  const { traceparent } = request.raw.headers;
  return openRequestSpan({ method: nameMethod(request.method), route, traceparent });
}

/** The session that the path names: whatever else stands in its place may be anything, also a person's name. */
function findSessionId(params: unknown): string | undefined {
  const { sessionId } = (params ?? {}) as { readonly sessionId?: unknown };
  return typeof sessionId === "string" && isUuid(sessionId) ? sessionId : undefined;
}

function describeScope({ routeOptions }: FastifyRequest, deadlineMs: number): WorkScope {
  const isLongLived = routeOptions.config.isLongLived === true;
  return {
    pool: "requests",
    deadlineAt: isLongLived ? undefined : findStatementDeadline(deadlineMs),
  };
}

/** Probes, reads, misses, floods and accepted webhooks are counted, not told one by one. */
export function chooseLevel(method: string, route: string, status: number): "error" | "info" | "debug" {
  if (route === "/readyz" || status === 404 || status === 429) return "debug";
  if (status >= 500) return "error";
  const isQuiet = method === "GET" || route.startsWith("/webhooks/");
  return status < 400 && isQuiet ? "debug" : "info";
}

const namedMethods: ReadonlySet<string> = new Set([
  "GET",
  "HEAD",
  "POST",
  "PUT",
  "PATCH",
  "DELETE",
  "OPTIONS",
]);

/** HTTP has dozens of methods: a stranger who tries them all makes one series, not dozens. */
function nameMethod(method: string): string {
  return namedMethods.has(method) ? method : "other";
}
