import { describe, expect, it } from "vitest";
import { createLog } from "../../../platform/observability/log.ts";
import type { EventNotifier, ChangedTenants } from "./event-notifier.ts";
import type { EventRow } from "../outbox/event-row.store.ts";
import { createFeedHub } from "./feed-hub.ts";
import type { FeedStore } from "./feed.store.ts";

/** A feed in memory that counts how often it is read. */
function createStage() {
  const events: EventRow[] = [];
  const listeners: ((news: ChangedTenants) => void)[] = [];
  let readCount = 0;
  const store: FeedStore = {
    number: async () => ({ tenants: [], isAwaited: false, isAwaitable: false }),
    announce: async () => undefined,
    async read({ tenantId, after, limit }) {
      readCount += 1;
      return events.filter((event) => event.tenantId === tenantId && event.number > after).slice(0, limit);
    },
    readEnds: async () => ({ last: events.at(-1)?.number ?? 0, droppedThrough: 0 }),
  };
  const notifier: EventNotifier = {
    ring: () => undefined,
    onRemoteEvent: () => true,
    announce: async () => undefined,
    settle: async () => undefined,
    onNewEvents: (listener) => void listeners.push(listener),
    start: () => undefined,
    stop: async () => undefined,
  };
  const add = (tenantId: string, count = 1): void => {
    for (let index = 0; index < count; index += 1)
      events.push({ tenantId, number: events.length + 1, type: "session.created" } as EventRow);
    for (const listener of listeners) listener([tenantId]);
  };
  const hub = createFeedHub(store, { notifier, log: createLog({ level: "silent" }) });
  return { hub, add, readCount: () => readCount };
}

async function subscribe(hub: ReturnType<typeof createStage>["hub"], tenantId = "shop") {
  const subscribed = await hub.subscribe(tenantId);
  if (subscribed.kind !== "subscribed") throw new Error(subscribed.kind);
  return subscribed.subscription;
}

const signal = new AbortController().signal;

describe("the feed's hub", () => {
  it("reads once for all who wait, and not at all for tenants of which nobody does", async () => {
    const { hub, add, readCount } = createStage();
    const subscriptions = await Promise.all(Array.from({ length: 50 }, () => subscribe(hub)));
    const waits = subscriptions.map((subscription) => subscription.take(5000, signal));
    add("bank");
    add("shop");
    const news = await Promise.all(waits);
    expect(news).toEqual(
      Array.from({ length: 50 }, () => ({
        kind: "events",
        events: [expect.objectContaining({ number: 2 })],
      })),
    );
    expect(readCount()).toBe(1);
  });

  it("keeps what comes between two looks, and no more than it may", async () => {
    const { hub, add } = createStage();
    const subscription = await subscribe(hub);
    add("shop", 3);
    await expect(subscription.take(1000, signal)).resolves.toMatchObject({
      kind: "events",
      events: { length: 3 },
    });
    add("shop", 1500);
    await expect(subscription.take(1000, signal)).resolves.toEqual({
      kind: "events",
      events: expect.anything(),
    });
    let news = await subscription.take(50, signal);
    for (let round = 0; round < 3 && news?.kind === "events"; round += 1)
      news = await subscription.take(50, signal);
    expect(news === undefined || news.kind === "behind").toBe(true);
  });

  it("takes a hundred of a tenant, and forgets those that have gone", async () => {
    const { hub } = createStage();
    const subscriptions = await Promise.all(Array.from({ length: 100 }, () => subscribe(hub)));
    await expect(hub.subscribe("shop")).resolves.toEqual({ kind: "tenant_full" });
    subscriptions[0]?.close();
    await expect(hub.subscribe("shop")).resolves.toMatchObject({ kind: "subscribed" });
  });

  it("takes no more than a hundred of a tenant, however many come at once", async () => {
    const { hub } = createStage();
    const taken = await Promise.all(Array.from({ length: 190 }, () => hub.subscribe("shop")));
    const subscriptions = taken.flatMap((one) => (one.kind === "subscribed" ? [one.subscription] : []));
    expect(subscriptions).toHaveLength(100);
    expect(taken.filter(({ kind }) => kind === "tenant_full")).toHaveLength(90);
    expect(hub.waiterCount).toBe(100);
    await expect(hub.subscribe("bank")).resolves.toMatchObject({ kind: "subscribed" });
    for (const subscription of subscriptions) subscription.close();
    subscriptions[0]?.close();
    expect(hub.waiterCount).toBe(1);
  });

  it("takes no more than two thousand in all, however many tenants they are of", async () => {
    const { hub } = createStage();
    const tenants = Array.from({ length: 30 }, (_, index) => `tenant-${index}`);
    const taken = await Promise.all(
      tenants.flatMap((tenant) => Array.from({ length: 100 }, () => hub.subscribe(tenant))),
    );
    expect(taken.filter(({ kind }) => kind === "subscribed")).toHaveLength(2000);
    expect(taken.filter(({ kind }) => kind === "process_full")).toHaveLength(1000);
  });

  it("ends every wait when it closes, and takes nobody any more", async () => {
    const { hub } = createStage();
    const wait = (await subscribe(hub)).take(60_000, signal);
    hub.close();
    await expect(wait).resolves.toBeUndefined();
    await expect(hub.subscribe("shop")).resolves.toEqual({ kind: "process_full" });
  });
});
