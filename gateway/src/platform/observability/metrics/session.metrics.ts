import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import type { Cause } from "@kyc-gateway/core";
import { checkKinds } from "@kyc-gateway/http-api";
import { defineCounter, defineHistogram } from "./metric-definition.ts";

const reached = [
  "SESSION_CREATED",
  "IN_PROGRESS",
  "PENDING_REVIEW",
  "APPROVED",
  "REJECTED",
  "EXPIRED",
] as const satisfies readonly SessionStatus[];
const decisions = ["APPROVED", "REJECTED"] as const satisfies readonly SessionStatus[];
const causes = Object.keys({
  start: true,
  webhook: true,
  relaunch: true,
  refresh: true,
  schedule: true,
  lapse: true,
  operator: true,
  erasure: true,
  validity: true,
  watch: true,
  import: true,
} satisfies Record<Cause, true>);
const minuteSeconds = 60;
const hourSeconds = 60 * minuteSeconds;

/** What becomes of sessions. */
export const sessionMetrics = {
  transitions: defineCounter("kyc_session_transitions_total", {
    help: "Committed changes of sessions' statuses and data, by the status afterwards and by what made us look.",
    labels: { to: reached, cause: causes },
  }),
  reversals: defineCounter("kyc_session_reversals_total", {
    help: "Decisions that replaced the opposite one, by the new decision.",
    labels: { to: decisions },
  }),
  connectionTransitions: defineCounter("kyc_connection_transitions_total", {
    help: "Statuses that sessions have reached, by connection.",
    labels: { connection: "open", to: reached },
  }),
  flowTransitions: defineCounter("kyc_flow_transitions_total", {
    help: "Statuses that sessions have reached, by the flow's name, of all tenants; of flows beyond the first thirty: other.",
    labels: { flow: "open", to: reached },
  }),
  decisionTime: defineHistogram("kyc_session_decision_seconds", {
    help: "Time between the creation of a session and its first decision.",
    labels: { decision: decisions },
    buckets: [
      10,
      30,
      minuteSeconds,
      2 * minuteSeconds,
      5 * minuteSeconds,
      15 * minuteSeconds,
      hourSeconds,
      4 * hourSeconds,
      24 * hourSeconds,
      72 * hourSeconds,
    ],
  }),
  operatorDecisions: defineCounter("kyc_operator_decisions_total", {
    help: "Sessions that an operator decided, by decision.",
    labels: { decision: decisions },
  }),
  heldApprovals: defineCounter("kyc_held_approvals_total", {
    help: "Approvals by providers that are held for review, by the required check that is missing.",
    labels: { check: checkKinds },
  }),
};
