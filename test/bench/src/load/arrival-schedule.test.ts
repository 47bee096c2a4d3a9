import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createArrivalSchedule } from "./arrival-schedule.ts";

it("spaces requests evenly, the first at once", () => {
  const schedule = createArrivalSchedule({ ratePerSecond: 100, durationMs: 1000 });
  expect(schedule.total).toBe(100);
  expect([0, 1, 99].map((n) => schedule.dueMs(n))).toEqual([0, 10, 990]);
  expect([-1, 0, 9.9, 10, 995, 5000].map((ms) => schedule.countDue(ms))).toEqual([0, 1, 1, 2, 100, 100]);
});

it("owes every request of a pause at its end, each at its own time", () => {
  const schedule = createArrivalSchedule({ ratePerSecond: 100, durationMs: 1000 });
  expect(schedule.countDue(505) - schedule.countDue(5)).toBe(50);
});

it("counts a request as due exactly from its time on", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(20_000), (ratePerSecond, n) => {
      const schedule = createArrivalSchedule({ ratePerSecond, durationMs: 60_000_000 });
      const due = schedule.dueMs(n);
      expect(schedule.countDue(due)).toBe(n + 1);
      expect(schedule.countDue(due - 0.01)).toBe(n);
    }),
  );
});
