import { randomUUID } from "node:crypto";
import { Type, type Static } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { setTimeout as delay } from "node:timers/promises";
import { describeError, type Log } from "../../../platform/observability/log.ts";
import { runInBackground } from "../../../platform/database/sql/work-scope.ts";
import { validate as isUuid } from "uuid";
import type { FeedStore } from "./feed.store.ts";

/** Whose events are new; undefined: anybody's may be. */
export type ChangedTenants = readonly string[] | undefined;

/**
 * Tells of new events within milliseconds of their commit (where no endpoint waits, within 50), in this process and in all others. A ring that gets lost
 * costs time and nothing else: the notifier looks by itself too. Ringing costs the transition's transaction nothing: a
 * NOTIFY in there would make all commits wait for each other.
 */
export interface EventNotifier {
  /** Something was committed by this process. Returns at once. */
  ring(): void;
  /** A notification of another process; undefined: some may have been missed. False: the text is none of ours, and ignored. */
  onRemoteEvent(payload: string | undefined): boolean;
  /** There is something to do for a tenant although nothing happened: an endpoint was enabled, or is to get events again. */
  announce(tenantId: string): Promise<void>;
  onNewEvents(listener: (news: ChangedTenants) => void): void;
  /** From now on it looks by itself. */
  start(): void;
  stop(): Promise<void>;
}

/** Rings within this time share one transaction: less where an endpoint waits for its events. */
const gatherMs = { awaited: 4, otherwise: 50 };
/** How long a lost ring can delay an event. */
const lookEveryMs = 1000;

/** What `store.number` and `store.announce` send; null: anybody's events may be new. */
const Notification = Type.Object({
  by: Type.String(),
  tenants: Type.Union([Type.Null(), Type.Array(Type.String())]),
});

function parseNotification(payload: string): Static<typeof Notification> | undefined {
  try {
    const parsed: unknown = JSON.parse(payload);
    const isOurs = Value.Check(Notification, parsed) && (parsed.tenants ?? []).every((id) => isUuid(id));
    return isOurs ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function createEventNotifier(store: FeedStore, log: Log): EventNotifier {
  const announcer = randomUUID();
  const listeners: ((news: ChangedTenants) => void)[] = [];
  const tell = (news: ChangedTenants): void => listeners.forEach((listener) => listener(news));
  let isWanted = false;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function numberAll(): Promise<void> {
    while (isWanted) {
      isWanted = false;
      const { tenants, isAwaited } = await store.number(announcer);
      if (tenants.length > 0) tell(tenants);
      // What is committed meanwhile goes together.
      await delay(isAwaited ? gatherMs.awaited : gatherMs.otherwise);
    }
  }

  function ring(): void {
    isWanted = true;
    if (isStopped) return;
    running ??= runInBackground(numberAll)
      .catch((error: unknown) => {
        // The next look tries again.
        isWanted = false;
        log.warn({ component: "events", ...describeError(error) }, "event_numbering_failed");
      })
      .finally(() => {
        running = undefined;
        if (isWanted) ring();
      });
  }

  return {
    ring,
    onRemoteEvent(payload) {
      if (payload === undefined) {
        tell(undefined);
        return true;
      }
      const notification = parseNotification(payload);
      if (notification !== undefined && notification.by !== announcer)
        tell(notification.tenants ?? undefined);
      return notification !== undefined;
    },
    async announce(tenantId) {
      tell([tenantId]);
      await store.announce(announcer, tenantId);
    },
    onNewEvents: (listener) => void listeners.push(listener),
    start() {
      timer = setInterval(() => {
        ring();
        tell(undefined);
      }, lookEveryMs);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
