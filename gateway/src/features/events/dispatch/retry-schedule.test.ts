import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planRetry, readRetryAfterMs, retryDelaysMs } from "./retry-schedule.ts";

const hourMs = 3_600_000;
const plain = { retryAfterMs: undefined, random: 0.5 };

describe("the retry schedule", () => {
  it("is over after three days", () => {
    const wholeMs = retryDelaysMs.reduce((sum, each) => sum + each, 0);
    expect(wholeMs / hourMs).toBeGreaterThan(71.5);
    expect(wholeMs / hourMs).toBeLessThan(72.5);
    expect(planRetry(retryDelaysMs.length, plain)).toBe(24 * hourMs);
    expect(planRetry(retryDelaysMs.length + 1, plain)).toBeUndefined();
  });

  it("strays by a fifth at most, and waits at least as long as the receiver asks, a day at most", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: retryDelaysMs.length }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.option(fc.integer({ min: 0, max: 100 * hourMs }), { nil: undefined }),
        (failures, random, retryAfterMs) => {
          const planned = retryDelaysMs[failures - 1] ?? 0;
          const waitMs = planRetry(failures, { retryAfterMs, random }) ?? 0;
          const asked = Math.min(retryAfterMs ?? 0, 24 * hourMs);
          expect(waitMs).toBeGreaterThanOrEqual(Math.max(Math.floor(planned * 0.8), asked));
          expect(waitMs).toBeLessThanOrEqual(Math.max(Math.ceil(planned * 1.2), asked));
        },
      ),
    );
  });
});

describe("Retry-After", () => {
  const now = new Date("2026-01-01T00:00:00Z");
  it.each([
    ["120", 120_000],
    ["0", 0],
    ["Thu, 01 Jan 2026 00:01:00 GMT", 60_000],
    ["Thu, 01 Jan 2026 00:01:00 +0000", undefined],
    ["Fri, 01 Jan 2100 00:00:00 GMT", 24 * hourMs],
    ["Wed, 31 Dec 2025 00:00:00 GMT", undefined],
    ["Thursday, 01-Jan-26 00:01:00 GMT", undefined],
    ["Thu Jan  1 00:01:00 2026", undefined],
    ["Thu, 99 Jan 2026 00:01:00 GMT", undefined],
    ["86400", 24 * hourMs],
    ["86401", undefined],
    ["86400000", undefined],
    ["1.5", undefined],
    ["120, 120", undefined],
    [" 5 ", 5000],
    ["soon", undefined],
    ["-5", undefined],
    ["1e9", undefined],
    ["2026", 2_026_000],
    ["", undefined],
  ])("of %j is %s ms", (header, expected) => {
    expect(readRetryAfterMs(header, now)).toBe(expected);
  });
});
