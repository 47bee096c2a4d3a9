import { describe, expect, it } from "vitest";
import { readSettings } from "../options.ts";
import { createRetrySchedule } from "./retry-schedule.ts";

describe("the redelivery of a webhook", () => {
  it("waits ever longer, up to twelve hours, thirty times", () => {
    const schedule = createRetrySchedule(readSettings({}));
    const waits = Array.from({ length: 31 }, (_none, index) => schedule.delayMs(index + 1));
    expect(waits.slice(0, 4)).toEqual([10_000, 30_000, 60_000, 300_000]);
    expect(waits.slice(8)).toEqual([21_600_000, ...Array.from({ length: 21 }, () => 43_200_000), undefined]);
  });

  it("scales with the time factor", () => {
    expect(createRetrySchedule(readSettings({ retryTimeFactor: 0.001 })).delayMs(1)).toBe(10);
  });

  it("tries again without an answer, after a redirect and after a 5xx only", () => {
    const schedule = createRetrySchedule(readSettings({}));
    const retried = [null, 200, 204, 302, 400, 404, 500, 503].filter((answer) => schedule.isRetried(answer));
    expect(retried).toEqual([null, 302, 500, 503]);
  });
});
