import type { Registry } from "prom-client";
import {
  defineCounter,
  defineGauge,
  registerMetrics,
  type Registered,
} from "../../platform/observability/metrics/metric-definition.ts";

/** How counting keeps up. */
export const analyticsMetrics = {
  sessionsCounted: defineCounter("kyc_analytics_sessions_counted_total", {
    help: "Sessions that this process has counted for the roll-ups, again or for the first time.",
    labels: {},
  }),
  countedAt: defineGauge("kyc_analytics_counted_at_seconds", {
    help: "When this process last found nothing left to count, in seconds since 1970; of several workers the largest is true.",
    labels: {},
  }),
};

export type AnalyticsMetrics = Registered<typeof analyticsMetrics>;

export function createAnalyticsMetrics(registry: Registry): AnalyticsMetrics {
  return registerMetrics(registry, analyticsMetrics);
}
