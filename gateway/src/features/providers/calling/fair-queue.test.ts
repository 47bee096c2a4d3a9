import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createFairQueue } from "./bulkhead.ts";

function drain<T>(queue: { shift(): T | undefined; readonly size: number }): T[] {
  const items: T[] = [];
  while (queue.size > 0) items.push(queue.shift() as T);
  return items;
}

it("serves a tenant with one call before the second call of a flooding tenant", () => {
  const queue = createFairQueue<string>(100);
  for (const number of [1, 2, 3]) queue.push("flood", `flood ${number}`);
  queue.push("quiet", "quiet 1");
  expect(drain(queue)).toEqual(["flood 1", "quiet 1", "flood 2", "flood 3"]);
});

it("pushes the flood out, not the newcomer, when it is full", () => {
  const queue = createFairQueue<string>(3);
  for (const number of [1, 2, 3]) queue.push("flood", `flood ${number}`);
  expect(queue.push("flood", "flood 4")).toBe("flood 4");
  expect(queue.push("quiet", "quiet 1")).toBe("flood 3");
  expect(drain(queue)).toEqual(["flood 1", "quiet 1", "flood 2"]);
});

it("keeps no trace of an item that left before its turn", () => {
  const queue = createFairQueue<string>(3);
  queue.push("a", "only");
  expect(queue.remove("a", "only")).toBe(true);
  expect(queue.remove("a", "only")).toBe(false);
  expect(queue.size).toBe(0);
  expect(queue.shift()).toBeUndefined();
});

const pushes = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 60 });

it("loses nothing and doubles nothing, keeps the order within a lane, and never holds more than its limit", () => {
  fc.assert(
    fc.property(pushes, fc.integer({ min: 1, max: 20 }), (lanes, limit) => {
      const queue = createFairQueue<{ lane: string; number: number }>(limit);
      const dropped = lanes.flatMap((lane, number) => queue.push(lane, { lane, number }) ?? []);
      expect(queue.size).toBe(Math.min(limit, lanes.length));
      const served = drain(queue);
      expect([...served, ...dropped].map(({ number }) => number).sort((a, b) => a - b)).toEqual([
        ...lanes.keys(),
      ]);
      for (const items of Map.groupBy(served, ({ lane }) => lane).values())
        expect(items.map(({ number }) => number)).toEqual(
          items.map(({ number }) => number).sort((a, b) => a - b),
        );
    }),
  );
});

it("lets no lane be served twice while another one waits", () => {
  fc.assert(
    fc.property(pushes, (lanes) => {
      const queue = createFairQueue<string>(1000);
      for (const lane of lanes) queue.push(lane, lane);
      const left = new Map<string, number>();
      for (const lane of lanes) left.set(lane, (left.get(lane) ?? 0) + 1);
      const servedAt = new Map<string, number>();
      for (const [turn, lane] of drain(queue).entries()) {
        const lanesWaiting = [...left.values()].filter((count) => count > 0).length;
        if (servedAt.has(lane)) expect(turn - (servedAt.get(lane) ?? 0)).toBeGreaterThanOrEqual(lanesWaiting);
        servedAt.set(lane, turn);
        left.set(lane, (left.get(lane) ?? 0) - 1);
      }
    }),
  );
});
