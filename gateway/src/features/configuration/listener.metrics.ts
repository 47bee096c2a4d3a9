import type { Registry } from "prom-client";
import {
  defineCounter,
  defineGauge,
  registerGauge,
  registerMetrics,
} from "../../platform/observability/metrics/metric-definition.ts";

/** What is known of the connection that listens for other processes' changes. */
export interface ListenerMetrics {
  /** A notification of our own came through: so do others'. */
  noteProven(): void;
  noteNotification(channel: NotificationChannel, outcome: "taken" | "refused"): void;
}

const channels = ["configuration", "events", "deliveries", "keys"] as const;
export type NotificationChannel = (typeof channels)[number];

const provenAge = defineGauge("kyc_listener_proven_age_seconds", {
  help: "Time since the connection that listens for notifications was last proven alive, or since the start if it never was. Alert above 15.",
  labels: {},
});
const counted = {
  notifications: defineCounter("kyc_notifications_total", {
    help: "PostgreSQL notifications by channel and outcome; refused: not in the gateway's own format, and ignored.",
    labels: { channel: channels, outcome: ["taken", "refused"] },
  }),
};
export const listenerMetrics = { ...counted, provenAge };

export function createListenerMetrics(registry: Registry): ListenerMetrics {
  let provenAt = performance.now();
  registerGauge(registry, provenAge, (age) => age.set((performance.now() - provenAt) / 1000));
  const { notifications } = registerMetrics(registry, counted);
  return {
    noteProven() {
      provenAt = performance.now();
    },
    noteNotification: (channel, outcome) => notifications.inc({ channel, outcome }),
  };
}
