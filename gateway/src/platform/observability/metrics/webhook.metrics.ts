import { lagSeconds, requestSeconds } from "./buckets.ts";
import { defineCounter, defineHistogram } from "./metric-definition.ts";

/** Webhooks, from their arrival until they are applied. */
export const webhookMetrics = {
  deliveries: defineCounter("kyc_webhook_deliveries_total", {
    help: "Webhooks by verdict: accepted, duplicate, ignored, handed_over (posted on, not stored), parked, stale (signed correctly, but at another time), failed (our fault). What is not authentic is in kyc_rejected_webhooks_total.",
    labels: {
      connection: "open",
      verdict: ["accepted", "duplicate", "ignored", "handed_over", "parked", "stale", "failed"],
    },
  }),
  refusals: defineCounter("kyc_rejected_webhooks_total", {
    help: "Rejected webhooks by reason. After reading: malformed (no readable proof of origin), wrong, stale, source, token_refused. Without reading: limited, encoded (has a Content-Encoding), removed_connection, unknown_connection (without the connection's name).",
    labels: {
      connection: "open",
      reason: ["malformed", "wrong", "stale", "source", "token_refused", "limited", "encoded"],
    },
  }),
  ackDuration: defineHistogram("kyc_webhook_ack_duration_seconds", {
    help: "Time until an authentic webhook was committed and answered.",
    labels: {},
    buckets: requestSeconds,
  }),
  applyLag: defineHistogram("kyc_webhook_apply_lag_seconds", {
    help: "Time between receiving a webhook and committing the provider's answer to the read that it caused.",
    labels: {},
    buckets: lagSeconds,
  }),
};
