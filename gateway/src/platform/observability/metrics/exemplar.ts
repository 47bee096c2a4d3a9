import { currentTrace } from "../trace-context.ts";

/** What joins an observation to its trace. */
export interface ExemplarLabels extends Record<string, string> {}

export function describeExemplar(traceId: string): ExemplarLabels {
  return { trace_id: traceId };
}

/** Of the trace that the running code belongs to; empty: of none. */
export function currentExemplar(): ExemplarLabels {
  const trace = currentTrace();
  return trace === undefined ? {} : describeExemplar(trace.traceId);
}
