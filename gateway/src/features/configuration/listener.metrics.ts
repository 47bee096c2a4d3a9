import { Counter, Gauge, type Registry } from "prom-client";

/** What is known of the connection that listens for other processes' changes. */
export interface ListenerMetrics {
  /** A notification of our own came through: so do others'. */
  noteProven(): void;
  noteNotification(channel: NotificationChannel, outcome: "taken" | "refused"): void;
}

export type NotificationChannel = "configuration" | "events" | "keys";

export function createListenerMetrics(registry: Registry): ListenerMetrics {
  const registers = [registry];
  let provenAt = performance.now();
  const age: Gauge = new Gauge({
    name: "kyc_listener_proven_age_seconds",
    help: "Time since the connection that listens for changes was last proven alive; since the start when it never was. Alert above 15.",
    registers,
    collect: () => age.set((performance.now() - provenAt) / 1000),
  });
  const notifications = new Counter({
    name: "kyc_notifications_total",
    help: "Notifications of PostgreSQL by channel; refused: not in the form that the gateway writes, and ignored.",
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
