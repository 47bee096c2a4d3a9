import { requestSeconds } from "./buckets.ts";
import { defineCounter, defineHistogram } from "./metric-definition.ts";

/** Requests to the gateway's own routes. */
export const requestMetrics = {
  httpDuration: defineHistogram("kyc_http_request_duration_seconds", {
    help: "Time from the request's first byte to the answer's last, by route template; all routes of operators are one.",
    labels: { method: "open", route: "open" },
    buckets: requestSeconds,
    hasExemplars: true,
  }),
  httpRequests: defineCounter("kyc_http_requests_total", {
    help: "Answered requests, by route template and status.",
    labels: { method: "open", route: "open", status: "open" },
  }),
  problems: defineCounter("kyc_problems_total", {
    help: "Requests that were answered with a problem, by route template and the problem's code.",
    labels: { route: "open", code: "open" },
  }),
  tenantRequests: defineCounter("kyc_tenant_requests_total", {
    help: "Requests of each tenant's products: ok, refused (4xx), limited (429), failed (5xx). Of tenants beyond the first hundred: other.",
    labels: { tenant: "open", outcome: ["ok", "refused", "limited", "failed"] },
  }),
  rateLimited: defineCounter("kyc_rate_limited_requests_total", {
    help: "Requests of products that were answered with 429, by route template.",
    labels: { route: "open" },
  }),
  overhead: defineHistogram("kyc_overhead_duration_seconds", {
    help: "Time that the gateway itself needs to create a session, by phase, without the provider's time.",
    labels: { phase: ["intent", "outcome"] },
    buckets: requestSeconds,
  }),
  groupSize: defineHistogram("kyc_commit_group_size", {
    help: "Deliveries, and changes of sessions, that were committed together.",
    labels: { group: ["deliveries", "settlements"] },
    buckets: [1, 2, 4, 8, 16, 32, 64, 128, 256],
  }),
};
