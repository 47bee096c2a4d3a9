import type { Config } from "../../platform/config/config.schema.ts";
import type { Metrics } from "../../platform/observability/metrics.ts";
import type { InboxOutcome, InboxStore, NewDelivery } from "./inbox.store.ts";
import { createRejectedWebhooks } from "./rejected-webhooks/rejected-webhooks.ts";
import { createGroupCommit } from "../../platform/database/group-commit.ts";
import type { Inbox } from "./receive-delivery.ts";
import { createIngressPressure } from "./ingress-pressure.ts";
import { createWakeUp } from "./wake-up.ts";

/** Rows of one statement: large enough for a pressure, small enough for one packet. */
const maxGroupSize = 256;
/** Between two wake-ups of the matching: in a pressure it takes many deliveries at once. */
const wakePauseMs = 50;

/** The way of deliveries into the database, and to those who match them. */
export function createInbox({
  store,
  metrics,
  config,
}: {
  readonly store: InboxStore;
  readonly metrics: Metrics;
  readonly config: Pick<Config, "forgedWebhooksPerMinute">;
}): Inbox {
  const pressure = createIngressPressure();
  const matching = createWakeUp(() => store.wakeMatching(), wakePauseMs);
  const commits = createGroupCommit<NewDelivery, InboxOutcome>({
    maxGroupSize,
    async commit(items) {
      pressure.note(items.length);
      const outcomes = await store.insert(items);
      matching.request();
      return outcomes;
    },
  });
  return {
    commits,
    metrics,
    pressure,
    rejectedWebhooks: createRejectedWebhooks({ perMinute: config.forgedWebhooksPerMinute, metrics }),
    async drain() {
      await commits.drain();
      await matching.drain();
    },
  };
}
