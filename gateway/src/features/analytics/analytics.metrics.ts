import { Counter, Gauge, type Registry } from "prom-client";

/** How counting keeps up. */
export interface AnalyticsMetrics {
  readonly counted: Counter;
  readonly lag: Gauge;
}

export function createAnalyticsMetrics(registry: Registry): AnalyticsMetrics {
  const registers = [registry];
  return {
    counted: new Counter({
      name: "kyc_analytics_sessions_counted_total",
      help: "Sessions that this process has counted for the roll-ups, again or for the first time.",
      registers,
    }),
    lag: new Gauge({
      name: "kyc_analytics_counted_at_seconds",
      help: "When this process last found nothing left to count, in seconds since 1970; of several workers the largest is true.",
      registers,
    }),
  };
}
