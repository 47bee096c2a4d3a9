import { allMetrics as m } from "@kyc-gateway/gateway";
import { lines, stat, type Dashboard, type Panel } from "./dashboard.ts";
import { max, min, quantile, rate, select, selectCount, sum } from "./query.ts";

const webhooks = "/webhooks/:adapter/:connection";
const starts = { is: { method: "POST", route: "/v1/sessions" } } as const;

/** All dashboards. `range`: over which a rate is taken. */
export const listDashboards = (range: string): readonly Dashboard[] => [
  describeOverview(range),
  describeProviders(range),
  describeEvents(range),
  describeDatabase(range),
  describeTenants(range),
];

const describeOverview = (range: string): Dashboard => ({
  uid: "kyc-overview",
  title: "KYC gateway: overview",
  panels: [
    stat("Replicas that answer", "none", `count(up{job="kyc-gateway"} == 1)`),
    stat("Database can be written to", "none", min([], select(m.writable))),
    stat("Workers heard of", "none", max([], select(m.workers))),
    stat("Oldest delivery that waits", "s", max([], select(m.inboxOldest, { is: { state: "waiting" } }))),
    lines("Requests by status", "reqps", [
      "{{status}}",
      sum(["status"], rate(select(m.httpRequests), range)),
    ]),
    lines("Problems by code", "reqps", ["{{code}}", sum(["code"], rate(select(m.problems), range))]),
    lines(
      "Time to create a session",
      "s",
      ["half", quantile(0.5, m.httpDuration, { ...starts, range })],
      ["99 of 100", quantile(0.99, m.httpDuration, { ...starts, range })],
    ),
    lines("Statuses reached", "cps", ["{{to}}", sum(["to"], rate(select(m.transitions), range))]),
    lines("Time to a decision", "s", [
      "half, {{decision}}",
      quantile(0.5, m.decisionTime, { by: ["decision"], range }),
    ]),
    lines("Time in the gateway itself, by phase of a start", "s", [
      "{{phase}}",
      quantile(0.99, m.overhead, { by: ["phase"], range }),
    ]),
    lines(
      "Decisions that changed, approvals held, decided by operators",
      "cps",
      ["reversed to {{to}}", sum(["to"], rate(select(m.reversals), range))],
      ["held", sum([], rate(select(m.heldApprovals), range))],
      ["by operators", sum([], rate(select(m.operatorDecisions), range))],
    ),
    lines("Versions that run", "none", [
      "{{version}} on Node.js {{node}}",
      sum(["version", "node"], select(m.build)),
    ]),
  ],
});

const describeProviders = (range: string): Dashboard => ({
  uid: "kyc-providers",
  title: "KYC gateway: providers",
  panels: [
    stat(
      "Connections with an open breaker",
      "none",
      `count(${max(["connection"], select(m.breakerState))} > 0) or vector(0)`,
    ),
    stat("Connections held", "none", sum([], max(["connection"], select(m.connectionHeld)))),
    stat("Connections that cannot be used", "none", max([], select(m.unusableConnections))),
    stat("Starts with an unknown outcome", "none", sum([], max(["connection"], select(m.unknownOutcomes)))),
    lines("Calls by outcome", "reqps", [
      "{{connection}}: {{outcome}}",
      sum(["connection", "outcome"], rate(select(m.providerCalls), range)),
    ]),
    lines("Duration of calls, 95 of 100", "s", [
      "{{connection}}",
      quantile(0.95, m.providerDuration, { by: ["connection"], range }),
    ]),
    lines("Circuit breakers: 0 closed, 1 half open, 2 open", "none", [
      "{{connection}}: {{operation}}",
      max(["connection", "operation"], select(m.breakerState)),
    ]),
    lines("Refused before sending", "reqps", [
      "{{connection}}: {{reason}}",
      sum(["connection", "reason"], rate(select(m.providerRejections), range)),
    ]),
    lines(
      "Under way and waiting",
      "none",
      ["{{connection}}: under way", sum(["connection"], select(m.providerInFlight))],
      ["{{connection}}: waiting", sum(["connection"], select(m.providerQueueLength))],
    ),
    lines("Wait for a turn, 99 of 100", "s", [
      "all connections",
      quantile(0.99, m.providerQueueWait, { range }),
    ]),
    lines("Retries", "reqps", [
      "{{connection}}",
      sum(["connection"], rate(select(m.providerRetries), range)),
    ]),
    lines("Words that an adapter does not know", "cps", [
      "{{connection}}: {{member}}",
      sum(["connection", "member"], rate(select(m.unmappedWords), range)),
    ]),
    ...listSessionPanels(range),
  ],
});

const listSessionPanels = (range: string): readonly Panel[] => [
  lines("Statuses reached", "cps", [
    "{{connection}}: {{to}}",
    sum(["connection", "to"], rate(select(m.connectionTransitions), range)),
  ]),
  lines("Open sessions", "none", [
    "{{connection}}: {{status}}",
    max(["connection", "status"], select(m.openSessions)),
  ]),
  lines(
    "Silence against the usual gap",
    "s",
    ["{{connection}}: silent for", max(["connection"], select(m.silence))],
    ["{{connection}}: usual gap", max(["connection"], select(m.usualGap))],
  ),
  lines(
    "How well sessions are kept up with",
    "s",
    ["{{connection}}: not read for", max(["connection"], select(m.staleness))],
    ["{{connection}}: read overdue by", max(["connection"], select(m.readsOverdue))],
  ),
];

const describeEvents = (range: string): Dashboard => ({
  uid: "kyc-events",
  title: "KYC gateway: webhooks and events",
  panels: [
    stat("Deliveries parked", "none", max([], select(m.inboxDeliveries, { is: { state: "parked" } }))),
    stat("Events that wait for endpoints", "none", sum([], max(["state"], select(m.eventsPending)))),
    stat("Endpoints disabled", "none", max([], select(m.endpoints, { is: { state: "disabled" } }))),
    stat("Age of the newest event", "s", min([], select(m.newestEventAge))),
    lines("Webhooks by verdict", "reqps", [
      "{{connection}}: {{verdict}}",
      sum(["connection", "verdict"], rate(select(m.deliveries), range)),
    ]),
    lines("Webhooks rejected", "reqps", [
      "{{connection}}: {{reason}}",
      sum(["connection", "reason"], rate(select(m.refusals), range)),
    ]),
    lines(
      "Time until a webhook is committed and answered",
      "s",
      ["half", quantile(0.5, m.ackDuration, { range })],
      ["99 of 100", quantile(0.99, m.ackDuration, { range })],
    ),
    lines("Answers to webhooks", "reqps", [
      "{{status}}",
      sum(["status"], rate(select(m.httpRequests, { is: { route: webhooks } }), range)),
    ]),
    lines(
      "Time until a webhook is applied",
      "s",
      ["half", quantile(0.5, m.applyLag, { range })],
      ["99 of 100", quantile(0.99, m.applyLag, { range })],
    ),
    lines("Deliveries that are not applied", "none", [
      "{{state}}",
      max(["state"], select(m.inboxDeliveries)),
    ]),
    lines("Age of the oldest delivery", "s", ["{{state}}", max(["state"], select(m.inboxOldest))]),
    lines("Committed together, 95 of 100", "none", [
      "{{group}}",
      quantile(0.95, m.groupSize, { by: ["group"], range }),
    ]),
    lines("Attempts to post events", "reqps", [
      "{{outcome}}, {{kind}}",
      sum(["outcome", "kind"], rate(select(m.attempts), range)),
    ]),
    lines(
      "From the change to the endpoint",
      "s",
      ["first attempt, 99 of 100", quantile(0.99, m.firstAttemptLag, { range })],
      ["taken, 99 of 100", quantile(0.99, m.deliveryLag, { range })],
    ),
    lines("Age of the oldest event that waits", "s", [
      "{{state}}",
      max(["state"], select(m.eventsPendingOldest)),
    ]),
    lines("Consumers of the feed that wait", "none", ["consumers", sum([], select(m.waiters))]),
  ],
});

const describeDatabase = (range: string): Dashboard => ({
  uid: "kyc-database",
  title: "KYC gateway: database and jobs",
  panels: [
    stat("Database answers", "none", min([], select(m.up))),
    stat("Database can be written to", "none", min([], select(m.writable))),
    stat("Jobs with no tries left", "none", max([], select(m.queueJobs, { is: { state: "dead" } }))),
    stat("Partitions last for", "s", min([], select(m.ahead))),
    lines("Connections", "none", ["{{pool}}: {{state}}", sum(["pool", "state"], select(m.connections))]),
    lines("Wait for a connection, 99 of 100", "s", [
      "{{pool}}",
      quantile(0.99, m.poolWait, { by: ["pool"], range }),
    ]),
    lines("Waits given up", "cps", ["{{pool}}", sum(["pool"], rate(select(m.poolTimeouts), range))]),
    lines("Failures", "cps", ["{{reason}}", sum(["reason"], rate(select(m.failures), range))]),
    lines("Jobs in the queue", "none", ["{{state}}", max(["state"], select(m.queueJobs))]),
    lines("Due for", "s", ["{{state}}", max(["state"], select(m.queueOldest))]),
    lines("Jobs done", "cps", [
      "{{task}}: {{outcome}}",
      sum(["task", "outcome"], rate(select(m.jobs), range)),
    ]),
    lines("Duration of jobs, 95 of 100", "s", [
      "{{task}}",
      quantile(0.95, m.jobDuration, { by: ["task"], range }),
    ]),
    lines("Listener proven alive", "s", ["{{instance}}", max(["instance"], select(m.provenAge))]),
    lines("Notifications", "cps", [
      "{{channel}}: {{outcome}}",
      sum(["channel", "outcome"], rate(select(m.notifications), range)),
    ]),
    lines("Age of what is looked up", "s", ["{{group}}", min(["group"], select(m.gaugesAge))]),
    lines("Rows in default partitions", "none", ["{{table}}", max(["table"], select(m.defaultRows))]),
    lines("Sessions counted for analytics", "cps", [
      "sessions",
      sum([], rate(select(m.sessionsCounted), range)),
    ]),
    lines("Since nothing was left to count", "s", [
      "all workers",
      `time() - ${max([], select(m.countedAt))}`,
    ]),
  ],
});

const describeTenants = (range: string): Dashboard => ({
  uid: "kyc-tenants",
  title: "KYC gateway: tenants",
  panels: [
    stat("Tenants that ask", "none", `count(${sum(["tenant"], rate(select(m.tenantRequests), range))} > 0)`),
    stat("Erasures not confirmed", "none", sum([], max(["state"], select(m.erasuresUnconfirmed)))),
    stat("Oldest erasure not confirmed", "s", max([], select(m.erasureOldest))),
    stat("Watches in force", "none", max([], select(m.watches, { is: { state: "active" } }))),
    lines("Requests", "reqps", ["{{tenant}}", sum(["tenant"], rate(select(m.tenantRequests), range))]),
    lines("Requests by outcome", "reqps", [
      "{{tenant}}: {{outcome}}",
      sum(["tenant", "outcome"], rate(select(m.tenantRequests, { not: { outcome: "ok" } }), range)),
    ]),
    lines("Events that wait for endpoints", "none", [
      "{{tenant}}",
      max(["tenant"], select(m.tenantEventsPending)),
    ]),
    lines("Age of the oldest event that waits", "s", [
      "{{tenant}}",
      max(["tenant"], select(m.tenantEventsPendingOldest)),
    ]),
    lines("Statuses reached, by flow", "cps", [
      "{{flow}}: {{to}}",
      sum(["flow", "to"], rate(select(m.flowTransitions), range)),
    ]),
    lines("API keys in use that expire", "s", ["{{tenant}}", min(["tenant"], select(m.keyExpiry))]),
    lines("Answered with 429", "reqps", ["{{route}}", sum(["route"], rate(select(m.rateLimited), range))]),
    lines(
      "Watches and blocklist entries",
      "none",
      ["watches {{state}}", max(["state"], select(m.watches))],
      ["entries {{state}}", max(["state"], select(m.blocklistEntries))],
    ),
    lines("Longest on its way to or from a provider", "s", [
      "{{state}}",
      max(["state"], select(m.recordOldest)),
    ]),
    lines("Results read", "reqps", [
      "results",
      sum([], rate(selectCount(m.httpDuration, { is: { route: "/v1/sessions/:sessionId/result" } }), range)),
    ]),
  ],
});
