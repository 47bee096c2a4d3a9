import { randomUUIDv7 } from "node:crypto";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { problemKinds, type DeliveryAccepted } from "@kyc-gateway/http-api";
import type { FastifyInstance } from "fastify";
import proxyAddr from "@fastify/proxy-addr";
import type { Config } from "../../platform/config/config.schema.ts";
import { describeProblem } from "../../platform/http/problems.plugin.ts";
import type { Log } from "../../platform/observability/log.ts";
import { observeAnswer, type AnswerMetrics } from "../../platform/http/observe-answer.ts";
import { readTraceId, runInTrace } from "../../platform/observability/trace-context.ts";
import type { ConfigurationSnapshot, CurrentConfiguration } from "../configuration/index.ts";
import type { ConnectionRuntime } from "../providers/index.ts";
import { receiveDelivery, type Inbox } from "./receive-delivery.ts";

export interface EarlyWebhookParts {
  readonly config: Pick<Config, "trustProxy" | "webhookBodyLimitBytes">;
  readonly configuration: CurrentConfiguration;
  readonly inbox: Inbox;
  readonly metrics: AnswerMetrics;
  readonly log: Log;
  readonly readiness: { readonly isDraining: boolean };
}

const route = "/webhooks/:adapter/:connection";
const prefix = "/webhooks/";

/**
 * Takes the plain webhooks before the framework does: the framework costs more than all the rest that a delivery needs of
 * this process. Plain is what passes every check that can be made before the body is read. Whatever is odd in any way goes
 * on to the route of the same path, which makes the same checks and says what is wrong.
 */
export function takeWebhooksEarly(app: FastifyInstance, parts: EarlyWebhookParts): void {
  const { server } = app;
  // The framework's own listener, with which it made the server.
  const [routing] = server.listeners("request") as [RequestListener?];
  if (routing === undefined) throw new Error("The framework does not listen to its server.");
  let isClosing = false;
  app.addHook("preClose", async () => {
    isClosing = true;
  });
  const findPlain = createFinder(app, parts);
  server.off("request", routing);
  server.on("request", (request, response) => {
    const plain = isClosing || app.isUnderPressure() ? undefined : findPlain(request);
    if (plain === undefined) routing(request, response);
    else void receive(parts, plain, { request, response });
  });
}

interface Plain {
  readonly runtime: ConnectionRuntime;
  readonly remoteAddress: string;
}

/** Gives a request's connection and sender if it is a plain webhook. */
function createFinder(
  app: Pick<FastifyInstance, "isUnambiguousWebhook">,
  { config, configuration, inbox, readiness }: EarlyWebhookParts,
): (request: IncomingMessage) => Plain | undefined {
  const paths = new WeakMap<ConfigurationSnapshot, ReadonlyMap<string, ConnectionRuntime>>();
  const findAddress = createAddressReader(config.trustProxy);
  const findRuntime = (url: string): ConnectionRuntime | undefined => {
    const { current } = configuration;
    const known = paths.get(current) ?? listPaths(current);
    paths.set(current, known);
    return known.get(url);
  };
  return (request) => {
    const { method, url = "", headers } = request;
    if (method !== "POST" || !url.startsWith(prefix) || readiness.isDraining || !configuration.isLoaded)
      return undefined;
    const runtime = findRuntime(url);
    if (runtime?.connection.webhooks === undefined) return undefined;
    const length = Number(headers["content-length"]);
    const isSized = Number.isSafeInteger(length) && length <= config.webhookBodyLimitBytes;
    if (!isSized || !app.isUnambiguousWebhook(request)) return undefined;
    const remoteAddress = findAddress(request);
    return inbox.rejectedWebhooks.shutForMs(remoteAddress) > 0 ? undefined : { runtime, remoteAddress };
  };
}

function listPaths({ connections }: ConfigurationSnapshot): ReadonlyMap<string, ConnectionRuntime> {
  return new Map(
    [...connections.values()].map((runtime) => [`${prefix}${runtime.manifest.id}/${runtime.name}`, runtime]),
  );
}

/** As the framework reads it. */
function createAddressReader(trustProxy: Config["trustProxy"]): (request: IncomingMessage) => string {
  if (trustProxy === false) return ({ socket }) => socket.remoteAddress ?? "";
  const trusts = proxyAddr.compile([...trustProxy]);
  return (request) => proxyAddr(request, trusts);
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

async function receive(parts: EarlyWebhookParts, plain: Plain, exchange: Exchange): Promise<void> {
  const startedAt = performance.now();
  const { request, response } = exchange;
  const id = randomUUIDv7();
  const rawBody = await readBody(request);
  // Its sender has gone.
  if (rawBody === undefined) return;
  try {
    const { status } = await receiveDelivery(parts.inbox, plain.runtime, {
      rawBody,
      headers: request.headers,
      remoteAddress: plain.remoteAddress,
    });
    const ms = performance.now() - startedAt;
    response.writeHead(200, listHeaders(id, ms, acceptedHeaders[status]));
    response.end(acceptedBodies[status]);
    observeAnswer(parts.metrics, { method: "POST", route, status: 200, ms });
    if (parts.log.isLevelEnabled("debug")) tell(parts, request, { id, status: 200, ms });
  } catch (error) {
    refuse(parts, exchange, { id, startedAt, error });
  }
}

/** Undefined: it did not come to its end. Node itself sees to it that there is no more of it than its length says. */
function readBody(request: IncomingMessage): Promise<Buffer | undefined> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => resolve(chunks.length === 1 ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", () => resolve(undefined));
    request.on("close", () => resolve(undefined));
  });
}

type Accepted = DeliveryAccepted["status"];
const outcomes = ["accepted", "duplicate", "handed_over", "ignored"] as const satisfies readonly Accepted[];

function forEachOutcome<T>(make: (status: Accepted) => T): Readonly<Record<Accepted, T>> {
  return Object.fromEntries(outcomes.map((status) => [status, make(status)])) as Record<Accepted, T>;
}

const acceptedBodies = forEachOutcome((status) => JSON.stringify({ status }));
const acceptedHeaders = forEachOutcome((status) => [
  "content-type",
  "application/json; charset=utf-8",
  "content-length",
  String(Buffer.byteLength(acceptedBodies[status])),
]);

function listHeaders(id: string, ms: number, others: readonly string[]): string[] {
  return ["x-request-id", id, "server-timing", `gateway;dur=${ms.toFixed(1)}`, ...others];
}

function refuse(
  parts: EarlyWebhookParts,
  { request, response }: Exchange,
  { id, startedAt, error }: { id: string; startedAt: number; error: unknown },
): void {
  const { problem, headers, text, logged } = describeProblem(error, id);
  const { status } = problemKinds[problem.code];
  const ms = performance.now() - startedAt;
  const own = Object.entries(headers).flatMap(([name, value]) => [name, value]);
  if (!response.destroyed) {
    response.writeHead(
      status,
      listHeaders(id, ms, [...own, "content-length", String(Buffer.byteLength(text))]),
    );
    response.end(text);
  }
  const { traceId } = traceOf(request, id);
  observeAnswer(parts.metrics, { method: "POST", route, status, ms, traceId, problem: problem.code });
  runInTrace(traceOf(request, id), () => {
    if (logged !== undefined) parts.log.error(logged, "request_failed");
  });
  tell(parts, request, { id, status, ms });
}

function tell(
  { log }: EarlyWebhookParts,
  request: IncomingMessage,
  { id, status, ms }: { id: string; status: number; ms: number },
): void {
  const level = status >= 500 ? "error" : status < 400 ? "debug" : "info";
  const durationMs = Math.round(ms * 10) / 10;
  runInTrace(traceOf(request, id), () =>
    log[level]({ method: "POST", route, status, durationMs }, "request"),
  );
}

function traceOf({ headers }: IncomingMessage, requestId: string) {
  return { requestId, traceId: readTraceId(headers["traceparent"], requestId) };
}
