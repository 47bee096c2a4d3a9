import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { CallRefusal } from "./call-refusal.ts";
import { createBulkhead, type Bulkhead } from "./bulkhead.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

interface Entry {
  readonly lane: string;
  leave?: () => void;
  refusal?: unknown;
}

async function enter(bulkhead: Bulkhead, lane: string, waitMs = 60_000): Promise<Entry> {
  const entry: Entry = { lane };
  void bulkhead.enter({ lane, latestAt: Date.now() + waitMs }).then(
    (leave) => Object.assign(entry, { leave }),
    (refusal: unknown) => Object.assign(entry, { refusal }),
  );
  await vi.advanceTimersByTimeAsync(0);
  return entry;
}

it("lets as many calls in as the account bears, and the next one when one ends", async () => {
  const bulkhead = createBulkhead(Date.now);
  bulkhead.limit({ concurrency: 2 });
  const [first, second, third] = [
    await enter(bulkhead, "a"),
    await enter(bulkhead, "a"),
    await enter(bulkhead, "a"),
  ];
  expect([first.leave, second.leave, third.leave].map(Boolean)).toEqual([true, true, false]);
  expect([bulkhead.inside, bulkhead.waiting]).toEqual([2, 1]);
  first.leave?.();
  first.leave?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(third.leave).toBeDefined();
  expect([bulkhead.inside, bulkhead.waiting]).toEqual([2, 0]);
});

it("gives a tenant its turn although another one has filled the queue", async () => {
  const bulkhead = createBulkhead(Date.now);
  bulkhead.limit({ concurrency: 1 });
  const inside = await enter(bulkhead, "flood");
  const flood = [];
  for (let call = 0; call < 300; call += 1) flood.push(await enter(bulkhead, "flood"));
  const quiet = await enter(bulkhead, "quiet");
  expect(quiet.refusal).toBeUndefined();
  expect(flood.filter(({ refusal }) => refusal instanceof CallRefusal)).toHaveLength(300 - 256 + 1);
  inside.leave?.();
  await vi.advanceTimersByTimeAsync(0);
  flood.find(({ leave }) => leave !== undefined)?.leave?.();
  await vi.advanceTimersByTimeAsync(0);
  expect(quiet.leave).toBeDefined();
});

it("refuses a call whose deadline comes before its turn", async () => {
  const bulkhead = createBulkhead(Date.now);
  bulkhead.limit({ concurrency: 1 });
  await enter(bulkhead, "a");
  const waiting = await enter(bulkhead, "b", 500);
  await vi.advanceTimersByTimeAsync(499);
  expect(waiting.refusal).toBeUndefined();
  await vi.advanceTimersByTimeAsync(1);
  expect(waiting.refusal).toMatchObject({ reason: "deadline" });
  expect(bulkhead.waiting).toBe(0);
});

it("lets a caller that went away leave the queue", async () => {
  const bulkhead = createBulkhead(Date.now);
  bulkhead.limit({ concurrency: 1 });
  await enter(bulkhead, "a");
  const caller = new AbortController();
  const waiting = bulkhead.enter({ lane: "b", latestAt: Date.now() + 1000, signal: caller.signal });
  caller.abort();
  await expect(waiting).rejects.toBeInstanceOf(CallRefusal);
  expect(bulkhead.waiting).toBe(0);
});

it("keeps to the quota, and to a new one for those that wait already", async () => {
  const bulkhead = createBulkhead(Date.now);
  bulkhead.limit({ callsPerSecond: 1 });
  const entries = [await enter(bulkhead, "a"), await enter(bulkhead, "a"), await enter(bulkhead, "a")];
  const countEntered = () => entries.filter(({ leave }) => leave !== undefined).length;
  expect(countEntered()).toBe(1);
  await vi.advanceTimersByTimeAsync(1000);
  expect(countEntered()).toBe(2);
  bulkhead.limit({});
  await vi.advanceTimersByTimeAsync(0);
  expect(countEntered()).toBe(3);
});
