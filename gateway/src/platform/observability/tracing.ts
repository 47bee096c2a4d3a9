import {
  context,
  isSpanContextValid,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type SpanContext,
  type Tracer,
} from "@opentelemetry/api";
import { randomBytes } from "node:crypto";
import { currentTrace, newTraceContext, runInTrace } from "./trace-context.ts";

/** Every attribute that a span may have: ids and names of ours, closed words, numbers. Nothing that a person or a provider wrote. */
export interface SpanFields {
  readonly "http.request.method"?: string;
  readonly "http.route"?: string;
  readonly "http.response.status_code"?: number;
  readonly "kyc.session.id"?: string | undefined;
  readonly "kyc.connection"?: string;
  readonly "kyc.operation"?: string;
  readonly "kyc.outcome"?: string;
  readonly "kyc.event.id"?: string;
  readonly "kyc.event.type"?: string;
  readonly "kyc.task"?: string;
  readonly "kyc.count"?: number;
}

/** A span that ended elsewhere: as it is stored, 25 bytes. */
export type StoredSpan = Uint8Array | null | undefined;

export interface SpanStart {
  /** Of a closed set: route templates, operations, tasks. */
  readonly name: string;
  readonly kind: "server" | "client" | "producer" | "consumer" | "internal";
  readonly fields?: SpanFields;
  /** Who asked for it: a `traceparent` as it came. Absent: the running span. */
  readonly parent?: string | readonly string[] | undefined;
  /** It begins a trace of its own, and is joined to these by links. */
  readonly linksTo?: readonly StoredSpan[];
  /** Milliseconds since the epoch. Absent: now. */
  readonly startedAt?: number;
}

/** A span that runs. */
export interface OpenSpan {
  readonly traceId: string;
  /** Runs code within the span. */
  run<T>(work: () => T): T;
  set(fields: SpanFields): void;
  /** `failure`: a closed code. */
  end(failure?: string): void;
}

const kinds = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
} as const;

/** Undefined: whoever started the process has brought no SDK. Asked each time, because an SDK may come later. */
function findTracer(): Tracer | undefined {
  const provider = trace.getTracerProvider();
  const isIdle =
    provider instanceof ProxyTracerProvider && provider.getDelegateTracer("kyc-gateway") === undefined;
  return isIdle ? undefined : provider.getTracer("kyc-gateway");
}

/** Begins a span; `describe` is asked only where somebody takes spans. Undefined: nobody does. */
export function openSpan(describe: () => SpanStart): OpenSpan | undefined {
  const tracer = findTracer();
  if (tracer === undefined) return undefined;
  const { name, kind, fields, linksTo, parent, startedAt } = describe();
  const links = linksTo?.flatMap((stored) => readStoredSpan(stored) ?? []);
  const base = findBase({ isRoot: linksTo !== undefined, parent });
  const span = tracer.startSpan(
    name,
    {
      kind: kinds[kind],
      attributes: { ...fields },
      links: (links ?? []).map((linked) => ({ context: linked })),
      ...(startedAt === undefined ? {} : { startTime: startedAt }),
    },
    base,
  );
  const within = trace.setSpan(base, span);
  const { traceId } = span.spanContext();
  return {
    traceId,
    run: (work) => context.with(within, () => runInTraceOf(traceId, work)),
    set: (more) => void span.setAttributes({ ...more }),
    end(failure) {
      if (failure !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failure });
      span.end();
    },
  };
}

/** A caller's baggage ends here: it is anybody's text. */
function findBase({ isRoot, parent }: { isRoot: boolean; parent: SpanStart["parent"] }) {
  if (isRoot) return ROOT_CONTEXT;
  const remote = parseTraceparent(parent);
  return remote === undefined ? context.active() : trace.setSpanContext(ROOT_CONTEXT, remote);
}

/** The log's trace is the span's; what is noted of the session stays where it is noted. */
function runInTraceOf<T>(traceId: string, work: () => T): T {
  const current = currentTrace();
  if (current?.traceId === traceId) return work();
  return runInTrace({ ...(current ?? newTraceContext()), traceId }, work);
}

/** Runs work in a span of its own. An error ends it as failed, without a word of the error's. */
export async function inSpan<T>(
  describe: () => SpanStart,
  work: (span: OpenSpan | undefined) => Promise<T>,
): Promise<T> {
  const span = openSpan(describe);
  if (span === undefined) return work(undefined);
  try {
    const value = await span.run(() => work(span));
    span.end();
    return value;
  } catch (error) {
    span.end("failed");
    throw error;
  }
}

/** A commit for many: a trace of its own, with a link to each of them. */
export function describeGroup(name: string, members: readonly { readonly span?: StoredSpan }[]): SpanStart {
  return {
    name,
    kind: "internal",
    fields: { "kyc.count": members.length },
    linksTo: members.map(({ span }) => span),
  };
}

const traceparentPattern = /^(?!ff)[0-9a-f]{2}-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})/;

function parseTraceparent(header: SpanStart["parent"]): SpanContext | undefined {
  const [, traceId = "", spanId = "", flags = ""] =
    (typeof header === "string" ? traceparentPattern.exec(header) : undefined) ?? [];
  const found = {
    traceId,
    spanId,
    traceFlags: Number.parseInt(flags, 16) & TraceFlags.SAMPLED,
    isRemote: true,
  };
  return isSpanContextValid(found) ? found : undefined;
}

/** A `traceparent` in the form in which spans are stored. */
export function storeTraceparent(header: SpanStart["parent"]): StoredSpan {
  const found = parseTraceparent(header);
  return found === undefined ? null : encodeSpan(found);
}

function encodeSpan({ traceId, spanId, traceFlags }: SpanContext): Buffer {
  const flags = (traceFlags & TraceFlags.SAMPLED).toString(16).padStart(2, "0");
  return Buffer.from(`${traceId}${spanId}${flags}`, "hex");
}

/** The running span, to be joined over a gap in time. Null where there is none that anybody takes. */
export function currentStoredSpan(): Buffer | null {
  const running = trace.getActiveSpan()?.spanContext();
  const isTaken =
    running !== undefined && isSpanContextValid(running) && (running.traceFlags & TraceFlags.SAMPLED) !== 0;
  return isTaken ? encodeSpan(running) : null;
}

function readStoredSpan(stored: StoredSpan): SpanContext | undefined {
  if (stored?.length !== 25) return undefined;
  const text = Buffer.from(stored).toString("hex");
  const traceFlags = Number.parseInt(text.slice(48), 16);
  const found = { traceId: text.slice(0, 32), spanId: text.slice(32, 48), traceFlags, isRemote: true };
  return isSpanContextValid(found) ? found : undefined;
}

/** The header by which others' traces are joined to ours. Undefined: nothing of ours is running. */
export function currentTraceparent(): string | undefined {
  const span = trace.getActiveSpan()?.spanContext();
  if (span !== undefined && isSpanContextValid(span))
    return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`;
  const current = currentTrace();
  return current === undefined ? undefined : `00-${current.traceId}-${randomBytes(8).toString("hex")}-01`;
}
