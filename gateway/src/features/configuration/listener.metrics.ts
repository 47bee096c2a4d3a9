import { Counter, Gauge, type Registry } from "prom-client";

/** What is known of the connection that listens for other processes' changes. */
export interface ListenerMetrics {
  /** A notification of our own came through: so do others'. */
  noteProven(): void;
  noteNotification(channel: NotificationChannel, outcome: "taken" | "refused"): void;
}

export type NotificationChannel = "configuration" | "events" | "deliveries" | "keys";

export function createListenerMetrics(registry: Registry): ListenerMetrics {
  const registers = [registry];
  let provenAt = performance.now();
  const age: Gauge = new Gauge({
    name: "kyc_listener_proven_age_seconds",
    help: "Time since the connection that listens for notifications was last proven alive, or since the start if it never was. Alert above 15.",
    registers,
    collect: () => age.set((performance.now() - provenAt) / 1000),
  });
  const notifications = new Counter({
    name: "kyc_notifications_total",
    help: "PostgreSQL notifications by channel and outcome; refused: not in the gateway's own format, and ignored.",
    labelNames: ["channel", "outcome"],
    registers,
  });
  return {
    noteProven() {
      provenAt = performance.now();
    },
    noteNotification: (channel, outcome) => notifications.labels(channel, outcome).inc(),
  };
}
