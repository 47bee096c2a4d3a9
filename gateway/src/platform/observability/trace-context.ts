import { AsyncLocalStorage } from "node:async_hooks";
import { randomBytes } from "node:crypto";

/** Which request, which distributed trace and which session the running code belongs to. */
export interface TraceContext {
  readonly requestId: string;
  readonly traceId: string;
  /** Known from the beginning, or noted on the way. */
  sessionId?: string | undefined;
}

const storage = new AsyncLocalStorage<TraceContext>();
const traceparentPattern = /^[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}/;

/** Takes over the caller's trace (W3C Trace Context), or begins one under the request's own id, a UUID. */
export function readTraceId(traceparent: string | readonly string[] | undefined, requestId: string): string {
  const found = typeof traceparent === "string" ? traceparentPattern.exec(traceparent)?.[1] : undefined;
  return found === undefined || /^0+$/.test(found) ? requestId.replaceAll("-", "") : found;
}

/** Runs code within a trace. */
export function runInTrace<T>(context: TraceContext, work: () => T): T {
  return storage.run(context, work);
}

/** Runs code that is about one session, within the trace that there is: each line that it logs carries the id. */
export function runInSession<T>(sessionId: string, work: () => T): T {
  return storage.run({ ...(storage.getStore() ?? newTraceContext()), sessionId }, work);
}

/** From here on the running code is about this session. */
export function noteSession(sessionId: string): void {
  const context = storage.getStore();
  if (context !== undefined) context.sessionId = sessionId;
}

/** The trace that the running code belongs to. */
export function currentTrace(): TraceContext | undefined {
  return storage.getStore();
}

/** A trace of its own, for work that no request asked for. */
export function newTraceContext(): TraceContext {
  const traceId = randomBytes(16).toString("hex");
  return { requestId: traceId, traceId };
}
