import { randomUUIDv7 } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { problemKinds } from "@kyc-gateway/http-api";
import type { Log } from "../observability/log.ts";
import { readTraceId, runInTrace, type TraceContext } from "../observability/trace-context.ts";
import type { OpenSpan } from "../observability/tracing.ts";
import { endRequestSpan, openRequestSpan } from "./request-span.ts";
import { observeAnswer, type AnswerMetrics } from "./observe-answer.ts";
import { chooseLevel, describeTiming } from "./request-context.plugin.ts";
import { describeProblem } from "./problems.plugin.ts";

export interface EarlyAnswerParts {
  readonly metrics: AnswerMetrics;
  readonly log: Log;
}

/** A request that was taken before the framework, and what it is answered with. */
export interface Exchange {
  readonly id: string;
  readonly startedAt: number;
  /** That the path names. */
  readonly sessionId?: string;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly span: OpenSpan | undefined;
}

interface AcceptedAnswer {
  /** Absent: 200. */
  readonly status?: number;
  /** Names and values in turn. */
  readonly headers: readonly string[];
  readonly text: string;
  /** Milliseconds of a provider, told apart from ours. */
  readonly providerMs?: number;
  /** Of interest is which request it was: absent where there are too many. */
  readonly traceId?: string;
}

/** Answers with the headers, the metrics and the log lines that the framework's hooks give other requests. */
export interface EarlyAnswers {
  open(exchange: Omit<Exchange, "id" | "startedAt" | "span">): Exchange;
  /** Does what is asked within the span of the request. */
  run<T>(exchange: Exchange, work: () => T): T;
  accept(exchange: Exchange, answer: AcceptedAnswer): void;
  /** With the problem that the error is. Gives its status. */
  refuse(
    exchange: Exchange,
    error: unknown,
    more?: Partial<Pick<AcceptedAnswer, "headers" | "providerMs">>,
  ): number;
}

const jsonType = "application/json; charset=utf-8";

/** `route`: the template, for metrics and log. */
export function createEarlyAnswers(
  { metrics, log }: EarlyAnswerParts,
  { method, route }: { readonly method: string; readonly route: string },
): EarlyAnswers {
  const tell = (exchange: Exchange, status: number, ms: number): void => {
    endRequestSpan(exchange.span, { status, sessionId: exchange.sessionId });
    const durationMs = Math.round(ms * 10) / 10;
    const level = chooseLevel(method, route, status);
    if (!log.isLevelEnabled(level)) return;
    runInTrace(traceOf(exchange), () => log[level]({ method, route, status, durationMs }, "request"));
  };
  return {
    open(exchange) {
      const { traceparent } = exchange.request.headers;
      const span = openRequestSpan({ method, route, traceparent });
      return { ...exchange, span, id: randomUUIDv7(), startedAt: performance.now() };
    },
    run: ({ span }, work) => (span === undefined ? work() : span.run(work)),
    accept(exchange, { status = 200, headers, text, providerMs = 0, traceId }) {
      const ms = performance.now() - exchange.startedAt;
      write(exchange, { status, ms, providerMs, text, headers: ["content-type", jsonType, ...headers] });
      observeAnswer(metrics, { method, route, status, ms, ...(traceId === undefined ? {} : { traceId }) });
      tell(exchange, status, ms);
    },
    refuse(exchange, error, { headers = [], providerMs = 0 } = {}) {
      const { problem, headers: own, text, logged } = describeProblem(error, exchange.id);
      const { status } = problemKinds[problem.code];
      const ms = performance.now() - exchange.startedAt;
      const all = [...headers, ...Object.entries(own).flat()];
      write(exchange, { status, ms, providerMs, text, headers: all });
      const { traceId } = traceOf(exchange);
      observeAnswer(metrics, { method, route, status, ms, traceId, problem: problem.code });
      if (logged !== undefined) runInTrace(traceOf(exchange), () => log.error(logged, "request_failed"));
      tell(exchange, status, ms);
      return status;
    },
  };
}

function write(
  { id, response }: Exchange,
  answer: Required<Pick<AcceptedAnswer, "status" | "text" | "headers" | "providerMs">> & { ms: number },
): void {
  const { status, ms, providerMs, text, headers } = answer;
  // Its sender has gone.
  if (response.destroyed) return;
  const bytes = Buffer.byteLength(text);
  response.writeHead(status, [
    "x-request-id",
    id,
    "server-timing",
    describeTiming(ms - providerMs, providerMs),
    ...headers,
    "content-length",
    String(bytes),
  ]);
  // As many bytes as characters: all of it is ASCII, which needs no encoding.
  response.end(text, bytes === text.length ? "latin1" : "utf8");
}

/** The trace that what is done for a request belongs to. */
export function traceOf({ id, request, sessionId, span }: Exchange): TraceContext {
  const traceId = span?.traceId ?? readTraceId(request.headers["traceparent"], id);
  return { requestId: id, traceId, sessionId };
}
