import { allMetrics as m } from "@kyc-gateway/gateway";
import { rate, select, selectBuckets, selectCount } from "./query.ts";
import type { Alert, Clock, Record, RuleGroup } from "./rule.ts";

/** What products and providers are promised, as shares of failures. */
const promises = {
  webhook_acknowledged: { budget: 0.001, failed: failedRequests("POST", "/webhooks/:adapter/:connection") },
  session_created: { budget: 0.005, failed: failedRequests("POST", "/v1/sessions") },
  decision_read: { budget: 0.001, failed: failedRequests("GET", "/v1/sessions/:sessionId/result") },
  session_fresh: {
    budget: 0.01,
    failed: slower(selectBuckets(m.applyLag, { le: 30 }), selectCount(m.applyLag)),
  },
  event_delivered: {
    budget: 0.01,
    failed: slower(selectBuckets(m.firstAttemptLag, { le: 5 }), selectCount(m.firstAttemptLag)),
  },
} as const;

function failedRequests(method: string, route: string): (range: string) => string {
  const all = { method, route };
  return (range) =>
    `sum(${rate(select(m.httpRequests, { is: all, like: { status: "5.." } }), range)}) / sum(${rate(select(m.httpRequests, { is: all }), range)})`;
}

function slower(inTime: string, all: string): (range: string) => string {
  return (range) => `1 - sum(${rate(inTime, range)}) / sum(${rate(all, range)})`;
}

const windows = ["5m", "30m", "1h", "6h", "3d"] as const;

interface Burn {
  readonly name: string;
  readonly times: number;
  readonly long: (typeof windows)[number];
  readonly short: (typeof windows)[number];
  readonly for: string;
  readonly severity: Alert["severity"];
  readonly end: string;
}
const burns: readonly Burn[] = [
  {
    name: "Fast",
    times: 14.4,
    long: "1h",
    short: "5m",
    for: "2m",
    severity: "page",
    end: "is gone in two days",
  },
  {
    name: "Steadily",
    times: 6,
    long: "6h",
    short: "30m",
    for: "15m",
    severity: "page",
    end: "is gone in five days",
  },
  { name: "Slowly", times: 1, long: "3d", short: "6h", for: "1h", severity: "ticket", end: "will not last" },
];

/**
 * Records and alerts in one group, evaluated in order. While a cause is a page, and until the windows have forgotten it, the
 * symptom is none: one fault wakes people up once.
 */
export function listPromises(clock: Clock): RuleGroup {
  return {
    name: "kyc-slo",
    about: [
      "What products and providers are promised, as shares of failures, and how fast the month's budget of them is used up.",
      "webhook_acknowledged: a webhook gets no 5xx (99.9 %). session_created: a start gets no 5xx (99.5 %). decision_read: a result gets no 5xx (99.9 %).",
      "session_fresh: a webhook is applied within 30 s (99 %). event_delivered: an event is first posted within 5 s (99 %).",
    ],
    rules: [
      ...Object.entries(promises).flatMap(([slo, promise]) => listRecords(slo, promise, clock)),
      {
        record: "kyc:cause_pages",
        expr: `count(ALERTS{alertname=~"Kyc.*",alertname!~"KycErrorBudget.*",alertstate="firing",severity="page"}) or vector(0)`,
      },
      ...burns.map((burn) => describeBurn(burn, clock)),
    ],
  };
}

function listRecords(
  slo: string,
  { budget, failed }: { readonly budget: number; readonly failed: (range: string) => string },
  { span }: Clock,
): readonly Record[] {
  return [
    { record: "kyc:slo_budget", expr: `vector(${budget})`, slo },
    ...windows.map((window) => ({
      record: `kyc:slo_errors:ratio${window}`,
      expr: failed(span(window)),
      slo,
    })),
  ];
}

function describeBurn({ name, times, long, short, severity, end, ...burn }: Burn, { span }: Clock): Alert {
  const exceeds = (window: string) =>
    `(kyc:slo_errors:ratio${window} > on (slo) (${times} * kyc:slo_budget))`;
  const isOwn = `unless on () (max_over_time(kyc:cause_pages[${span(short)}]) > 0)`;
  return {
    alert: `KycErrorBudgetBurns${name}`,
    expr: `${exceeds(long)} and on (slo) ${exceeds(short)}${severity === "page" ? ` ${isOwn}` : ""}`,
    for: span(burn.for),
    severity,
    summary: `{{ $labels.slo }}: {{ $value | humanizePercentage }} fail; the budget of a month ${end}`,
  };
}
