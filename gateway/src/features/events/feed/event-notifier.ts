import { randomUUID } from "node:crypto";
import { Type, type Static } from "@sinclair/typebox";
import { Value } from "@sinclair/typebox/value";
import { setTimeout as delay } from "node:timers/promises";
import { describeError, type Log } from "../../../platform/observability/log.ts";
import { runForRequests, runInBackground } from "../../../platform/database/sql/work-scope.ts";
import { validate as isUuid } from "uuid";
import type { FeedStore, NumberedEvents } from "./feed.store.ts";

/** Whose events are new; undefined: anybody's may be. */
export type ChangedTenants = readonly string[] | undefined;

/**
 * Tells of new events within milliseconds of their commit (within 50 where no endpoint of their tenants waits, within 200 where
 * nobody has an endpoint and nobody follows the feed here), in this process and in all others. A ring that gets lost costs time and nothing else: the notifier looks by itself too. Ringing costs the transition's transaction nothing: a
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
  /** What this process has committed until now is in the feed when this resolves. */
  settle(): Promise<void>;
  /** From now on it looks by itself. */
  start(): void;
  stop(): Promise<void>;
}

/** Rings within this time share one transaction: each costs as much as a session's own two. */
const gatherMs = { awaited: 4, awaitable: 50, otherwise: 200 };
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

interface Numbering {
  /** Something was committed that has no number, as far as is known. */
  isWanted: boolean;
  begin(): Promise<NumberedEvents>;
  /** What was wanted until now, or is under way, is done when this resolves. */
  settle(): Promise<void>;
}

function createNumbering(number: () => Promise<NumberedEvents>): Numbering {
  let last: Promise<unknown> = Promise.resolve();
  const numbering: Numbering = {
    isWanted: false,
    begin() {
      numbering.isWanted = false;
      const begun = number();
      last = begun.catch(() => undefined);
      return begun;
    },
    async settle() {
      await last;
      if (numbering.isWanted) await numbering.begin();
    },
  };
  return numbering;
}

/** False: the text is none of ours. What this process has announced itself, it knows. */
function hearRemote(
  payload: string | undefined,
  announcer: string,
  tell: (news: ChangedTenants) => void,
): boolean {
  const notification = payload === undefined ? { by: null, tenants: null } : parseNotification(payload);
  if (notification !== undefined && notification.by !== announcer) tell(notification.tenants ?? undefined);
  return notification !== undefined;
}

/** `isFollowed`: whether somebody in this process waits at the feed. */
export function createEventNotifier(
  store: Pick<FeedStore, "number" | "announce">,
  { log, isFollowed }: { readonly log: Log; readonly isFollowed: () => boolean },
): EventNotifier {
  const announcer = randomUUID();
  const listeners: ((news: ChangedTenants) => void)[] = [];
  const tell = (news: ChangedTenants): void => listeners.forEach((listener) => listener(news));
  const numbering = createNumbering(async () => {
    const numbered = await store.number(announcer);
    if (numbered.tenants.length > 0) tell(numbered.tenants);
    return numbered;
  });
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isStopped = false;

  async function numberAll(): Promise<void> {
    while (numbering.isWanted) {
      const { tenants, isAwaited, isAwaitable } = await numbering.begin();
      // What is committed meanwhile goes together. Where there was nothing to number, the next event may be awaited.
      if (isAwaited || (isAwaitable && tenants.length === 0)) await delay(gatherMs.awaited);
      else await delay(isAwaitable || isFollowed() ? gatherMs.awaitable : gatherMs.otherwise);
    }
  }

  function ring(): void {
    numbering.isWanted = true;
    if (isStopped) return;
    running ??= runInBackground(numberAll)
      .catch((error: unknown) => {
        // The next look tries again.
        numbering.isWanted = false;
        log.warn({ component: "events", ...describeError(error) }, "event_numbering_failed");
      })
      .finally(() => {
        running = undefined;
        if (numbering.isWanted) ring();
      });
  }

  return {
    ring,
    onRemoteEvent: (payload) => hearRemote(payload, announcer, tell),
    async announce(tenantId) {
      tell([tenantId]);
      await store.announce(announcer, tenantId);
    },
    // Who reads is told what there is in any case.
    settle: () => runForRequests(() => numbering.settle()).catch(ring),
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
