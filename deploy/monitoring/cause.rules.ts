import { allMetrics as m } from "@kyc-gateway/gateway";
import { max, min, quantile, rate, select, sum } from "./query.ts";
import type { Alert, Clock, RuleGroup } from "./rule.ts";

/** Failures that are the provider's, or that only its answer explains. */
const failures = ["timeout", "unavailable", "unauthorized", "unrecognised"] as const;
const answersTooLate = ["lock_timeout", "statement_timeout", "deadline"] as const;

/** What follows from a page that is firing is no page of its own. */
const unlessPaged = (alerts: string): string =>
  `unless on () (count(ALERTS{alertname=~"${alerts}",alertstate="firing",severity="page"}) > 0)`;

export function listCauses(clock: Clock): RuleGroup {
  return {
    name: "kyc-causes",
    about: [
      "What is wrong, and where. Every alert has a heading of its name in runbook.md that says what to do.",
    ],
    rules: [
      ...listDatabaseAlerts(clock),
      ...listCallAlerts(clock),
      ...listConnectionAlerts(clock),
      ...listWebhookAlerts(clock),
      ...listWorkAlerts(clock),
      ...listAbsences(clock),
    ],
  };
}

const listDatabaseAlerts = ({ span }: Clock): readonly Alert[] => [
  {
    alert: "KycDatabaseDown",
    expr: `${select(m.up)} == 0`,
    for: span("1m"),
    severity: "page",
    summary: "{{ $labels.instance }}: the database is away or silent",
  },
  {
    alert: "KycDatabaseReadOnly",
    expr: `${select(m.writable)} == 0 and on (instance) ${select(m.up)} == 1`,
    for: span("1m"),
    severity: "page",
    summary: "{{ $labels.instance }}: the database answers, and nothing can be written: read-only, or full",
  },
  {
    alert: "KycDatabaseBlocked",
    expr: `sum(${rate(select(m.failures, { is: { reason: answersTooLate } }), span("5m"))}) > 0.1`,
    for: span("2m"),
    severity: "page",
    summary: "Statements wait too long: for a lock, or for a slow database",
  },
  {
    alert: "KycDatabasePoolExhausted",
    expr: `${select(m.connections, { is: { state: "waiting" } })} > 0`,
    for: span("5m"),
    severity: "ticket",
    summary: "{{ $labels.instance }}: work waits for a connection of the pool {{ $labels.pool }}",
  },
  {
    alert: "KycListenerSilent",
    expr: `${select(m.provenAge)} > 15`,
    for: span("1m"),
    severity: "ticket",
    summary: "{{ $labels.instance }}: the connection that listens for changes is not proven alive",
  },
  {
    alert: "KycPartitionsMissing",
    expr: `${max(["table"], select(m.defaultRows))} > 0 or ${min(["table"], select(m.ahead))} < 604800`,
    for: span("30m"),
    severity: "ticket",
    summary: "{{ $labels.table }}: partitions are not made",
  },
];

function listCallAlerts({ span }: Clock): readonly Alert[] {
  const calls = (outcomes?: readonly ("limited" | (typeof failures)[number])[]) =>
    sum(
      ["connection"],
      rate(select(m.providerCalls, outcomes === undefined ? {} : { is: { outcome: outcomes } }), span("5m")),
    );
  const isUsed = `and on (connection) (${calls()} > 0.02)`;
  return [
    {
      alert: "KycProviderBreakerOpen",
      expr: `${max(["connection", "operation"], select(m.breakerState))} > 0`,
      for: span("2m"),
      severity: "page",
      summary: "{{ $labels.connection }}: calls of {{ $labels.operation }} fail, and are refused at once",
    },
    {
      alert: "KycProviderThrottled",
      expr: `(${calls(["limited"])} / ${calls()} > 0.25) ${isUsed}`,
      for: span("2m"),
      severity: "page",
      summary:
        "{{ $labels.connection }}: {{ $value | humanizePercentage }} of the calls exceed the provider's rate or quota",
    },
    {
      alert: "KycProviderFailing",
      expr: `(${calls(failures)} / ${calls()} > 0.25) ${isUsed}`,
      for: span("5m"),
      severity: "ticket",
      summary: "{{ $labels.connection }}: {{ $value | humanizePercentage }} of the calls fail",
    },
    {
      alert: "KycProviderSlow",
      expr: `${quantile(0.95, m.providerDuration, { by: ["connection"], range: span("10m") })} > 2`,
      for: span("10m"),
      severity: "ticket",
      summary: "{{ $labels.connection }}: one call in twenty takes more than {{ $value | humanizeDuration }}",
    },
  ];
}

function listConnectionAlerts({ span, age }: Clock): readonly Alert[] {
  const silence = max(["connection"], select(m.silence));
  const unmapped = select(m.unmappedWords);
  const words = sum(["connection", "member"], unmapped);
  const wordsBefore = sum(["connection", "member"], `${unmapped} offset ${span("1h")}`);
  return [
    {
      alert: "KycProviderSilent",
      expr: `(${silence} > 20 * ${max(["connection"], select(m.usualGap))}) and on (connection) (${silence} > ${age(1800)})`,
      for: span("10m"),
      severity: "ticket",
      summary: "{{ $labels.connection }}: no webhook for {{ $value | humanizeDuration }}",
    },
    {
      alert: "KycProviderSaysNewWords",
      // A series that begins at 1 has no increase yet.
      expr: `(${words} - ${wordsBefore} > 0) or (${words} > 0 unless ${wordsBefore})`,
      severity: "ticket",
      summary: "{{ $labels.connection }}: {{ $labels.member }} held a word that the adapter does not know",
    },
    {
      alert: "KycConnectionHeld",
      expr: `${max(["connection"], select(m.connectionHeld))} == 1`,
      for: span("1d"),
      severity: "ticket",
      summary: "{{ $labels.connection }}: held back by an operator for a day",
    },
    {
      alert: "KycConnectionUnusable",
      expr: `max(${select(m.unusableConnections)}) > 0`,
      for: span("5m"),
      severity: "ticket",
      summary: "{{ $value }} connections are stored and cannot be used",
    },
  ];
}

const listWebhookAlerts = ({ span, age }: Clock): readonly Alert[] => [
  {
    alert: "KycDeliveriesStuck",
    expr: `(${max(["state"], select(m.inboxOldest, { is: { state: ["waiting", "processing"] } }))} > ${age(300)}) ${unlessPaged("KycDatabase.*|KycWorkersAbsent|KycProvider.*")}`,
    for: span("5m"),
    severity: "page",
    summary: "The oldest delivery that is {{ $labels.state }} is {{ $value | humanizeDuration }} old",
  },
  {
    alert: "KycDeliveriesParked",
    expr: `${max(["state"], select(m.inboxDeliveries, { is: { state: "parked" } }))} > 0`,
    for: span("15m"),
    severity: "ticket",
    summary: "{{ $value }} deliveries were not understood",
  },
  {
    alert: "KycWebhooksRejected",
    expr: `${sum(["connection", "reason"], rate(select(m.refusals), span("10m")))} > 0.1`,
    for: span("10m"),
    severity: "ticket",
    summary: "{{ $labels.connection }}: webhooks are refused as {{ $labels.reason }}",
  },
  {
    alert: "KycReadsOverdue",
    expr: `${max(["connection"], select(m.readsOverdue))} > ${age(600)}`,
    for: span("10m"),
    severity: "ticket",
    summary: "{{ $labels.connection }}: the longest due read waits for {{ $value | humanizeDuration }}",
  },
  {
    alert: "KycEventsPending",
    expr: `${max(["state"], select(m.eventsPendingOldest, { not: { state: "disabled" } }))} > ${age(900)}`,
    for: span("10m"),
    severity: "ticket",
    summary: "An endpoint has not got an event for {{ $value | humanizeDuration }}",
  },
  {
    alert: "KycErasureUnconfirmed",
    expr: `${max(["state"], select(m.erasuresUnconfirmed, { is: { state: "dead" } }))} > 0`,
    for: span("10m"),
    severity: "ticket",
    summary: "{{ $value }} erasures were given up at their providers",
  },
];

const listWorkAlerts = ({ span, age }: Clock): readonly Alert[] => [
  {
    alert: "KycWorkersAbsent",
    expr: `max(${select(m.workers)}) == 0`,
    for: span("2m"),
    severity: "page",
    summary: "No process with the role worker is heard of: webhooks and events wait",
  },
  {
    alert: "KycJobQueueStuck",
    expr: `max(${select(m.queueOldest, { is: { state: "ready" } })}) > ${age(300)}`,
    for: span("5m"),
    severity: "ticket",
    summary: "The job that is due longest waits for {{ $value | humanizeDuration }}",
  },
  {
    alert: "KycJobsDead",
    expr: `max(${select(m.queueJobs, { is: { state: "dead" } })}) > 0`,
    for: span("15m"),
    severity: "ticket",
    summary: "{{ $value }} jobs have no tries left",
  },
  {
    alert: "KycJobsFailing",
    expr: `${sum(["task"], rate(select(m.jobs, { is: { outcome: "failed" } }), span("15m")))} > 0.05`,
    for: span("15m"),
    severity: "ticket",
    summary: "Jobs of {{ $labels.task }} fail",
  },
  {
    alert: "KycApiKeyExpires",
    expr: `${min(["tenant"], select(m.keyExpiry))} < 259200`,
    for: span("3h"),
    severity: "ticket",
    summary: "{{ $labels.tenant }} uses an API key that expires in {{ $value | humanizeDuration }}",
  },
];

const listAbsences = ({ span }: Clock): readonly Alert[] => [
  {
    alert: "KycGatewayAbsent",
    expr: `absent(up{job="kyc-gateway"} == 1)`,
    for: span("2m"),
    severity: "page",
    summary: "No gateway answers Prometheus",
  },
  {
    alert: "KycReplicaAbsent",
    expr: `up{job="kyc-gateway"} == 0`,
    for: span("5m"),
    severity: "ticket",
    summary: "{{ $labels.instance }} does not answer Prometheus",
  },
  {
    alert: "KycBacklogUnknown",
    expr: `${min(["group"], select(m.gaugesAge))} > 600`,
    for: span("5m"),
    severity: "ticket",
    summary: "What is told of {{ $labels.group }} is {{ $value | humanizeDuration }} old",
  },
];
