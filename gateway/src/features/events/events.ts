import type { Vault } from "../../platform/encryption/vault.ts";
import type { Log } from "../../platform/observability/log.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";
import type { Database } from "../../platform/database/database.ts";
import type { EventRow } from "./outbox/event-row.store.ts";
import { createDispatchStore, type NewAttempt } from "./dispatch/dispatch.store.ts";
import { startDispatcher, type DispatchParts } from "./dispatch/dispatcher.ts";
import { handOverMessage, type HandOverOutcome, type MessageHandOver } from "./messages/hand-over-message.ts";
import { createPublicAgent } from "../../platform/http/public-agent.ts";
import { postEvent, type EventPost } from "./dispatch/post-event.ts";
import { startMaintenance } from "./dispatch/maintenance.ts";
import { createEndpointService, type EndpointService } from "./endpoints/endpoint-service.ts";
import { createEndpointStore } from "./endpoints/endpoint.store.ts";
import { createAttemptCounter, createEventMetrics } from "./event.metrics.ts";
import { createEventNotifier, type EventNotifier } from "./feed/event-notifier.ts";
import { createFeedHub, type FeedHub } from "./feed/feed-hub.ts";
import { createFeedStore, type FeedStore } from "./feed/feed.store.ts";

/** Events on their way out: pulled from the feed, or posted to endpoints. */
export interface Events {
  readonly notifier: EventNotifier;
  readonly feed: FeedStore;
  readonly hub: FeedHub;
  readonly endpoints: EndpointService;
  /** Posts a message for an applicant to the tenant's endpoints, now; nothing of it is stored. */
  handOver(message: MessageHandOver): Promise<HandOverOutcome>;
  /** Posts events to endpoints until stopped. */
  startDispatch(): { stop(): Promise<void> };
  close(): Promise<void>;
}

/** Wires the parts. Asks the database nothing. */
export function createEvents(options: {
  readonly database: Database;
  readonly vault: Vault;
  readonly log: Log;
  readonly metrics: Metrics;
  /** `host:port` that events may go to wherever they lead. */
  readonly allowedHosts: readonly string[];
}): Events {
  const { database, vault, log } = options;
  const allowedHosts = new Set(options.allowedHosts);
  const feed = createFeedStore(database, vault);
  const notifier: EventNotifier = createEventNotifier(feed, {
    log,
    isFollowed: () => hub.waiterCount > 0,
  });
  const hub: FeedHub = createFeedHub(feed, { notifier, log });
  const store = createDispatchStore(database, vault);
  const agent = createPublicAgent({ allowedHosts });
  const post = (event: EventPost) => postEvent(agent, event);
  const metrics = createEventMetrics(options.metrics.registry, {
    database,
    countWaiters: () => hub.waiterCount,
  });
  const countAttempt = createAttemptCounter(metrics);
  const endpointStore = createEndpointStore(database, vault);
  const endpoints = createEndpointService({
    store: endpointStore,
    dispatches: store,
    notifier,
    post,
    allowedHosts,
  });
  const parts: DispatchParts = {
    store,
    post,
    random: Math.random,
    onAttempt(made, event, endpointId) {
      tellAttempt(log, made, { event, endpointId });
      countAttempt(made, { occurredAt: event.occurredAt, endpointId });
    },
    onDisabled: ({ tenantId }, reason) =>
      log.warn({ component: "events", tenantId, reason }, "event_endpoint_disabled"),
  };
  return {
    notifier,
    feed,
    hub,
    endpoints,
    handOver: handOverMessage.bind(undefined, { store: endpointStore, post }),
    startDispatch() {
      const dispatcher = startDispatcher({ ...parts, notifier, log });
      const maintenance = startMaintenance(database, log);
      return {
        async stop() {
          await Promise.all([dispatcher.stop(), maintenance.stop()]);
        },
      };
    },
    close: () => closeAll(hub, notifier, agent),
  };
}

function tellAttempt(
  log: Log,
  { outcome, attempt, durationMs, httpStatus: status }: NewAttempt,
  { event, endpointId }: { readonly event: EventRow; readonly endpointId: string },
): void {
  const { id: eventId, type: eventType, sessionId } = event;
  log.info(
    { sessionId, eventId, eventType, endpointId, outcome, attempt, durationMs, status },
    "event_posted",
  );
}

async function closeAll(
  hub: FeedHub,
  notifier: EventNotifier,
  agent: { destroy(): Promise<void> },
): Promise<void> {
  hub.close();
  await notifier.stop();
  await agent.destroy();
}
