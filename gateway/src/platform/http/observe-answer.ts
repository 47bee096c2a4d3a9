import { describeExemplar } from "../observability/metrics/exemplar.ts";
import type { Metrics } from "../observability/metrics/metrics.ts";

export type AnswerMetrics = Pick<Metrics, "httpDuration" | "httpRequests" | "problems">;

interface Answer {
  readonly method: string;
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** Absent: it is of no interest which request it was. */
  readonly traceId?: string;
  /** The code of the problem that was answered. */
  readonly problem?: string | undefined;
}

/** Counts an answered request. */
export function observeAnswer(
  { httpDuration, httpRequests, problems }: AnswerMetrics,
  { method, route, status, ms, traceId, problem }: Answer,
): void {
  httpRequests.inc({ method, route, status });
  if (problem !== undefined) problems.inc({ route, code: problem });
  httpDuration.observe({
    labels: { method, route: groupRoute(route) },
    value: ms / 1000,
    ...(traceId === undefined ? {} : { exemplarLabels: describeExemplar(traceId) }),
  });
}

/** Nobody waits for operators' requests as for products': their fifty routes share a histogram. */
function groupRoute(route: string): string {
  return route.startsWith("/admin/v1/") ? "/admin/v1/*" : route;
}
