import { describe, expect, it } from "vitest";
import { planFirstReadMs, planNextRead, planRetry, type ScheduledSession } from "./read-schedule.ts";

const minute = 60_000;
const schedule = [minute, 2 * minute, 5 * minute];
const now = Date.UTC(2026, 0, 1);
const [earliest, latest] = [
  { now, random: () => 0 },
  { now, random: () => 1 },
];
const open: ScheduledSession = { status: "IN_PROGRESS", lapsesAt: null, readCount: 0, failedReads: 0 };

const after = (at: Date | null): number => (at?.getTime() ?? Number.NaN) - now;

describe("a session without news", () => {
  it("is read on its adapter's schedule, whose last step repeats", () => {
    const waits = [0, 1, 2, 3, 50].map((readCount) =>
      after(planNextRead({ ...open, readCount }, schedule, latest)),
    );
    expect(waits).toEqual([1, 2, 5, 5, 5].map((minutes) => minutes * minute));
  });

  it("is read up to a fifth earlier, never later", () => {
    expect(after(planNextRead(open, schedule, earliest))).toBe(0.8 * minute);
    expect(planFirstReadMs(schedule, () => 0)).toBe(0.8 * minute);
    expect(planFirstReadMs(schedule, () => 1)).toBe(minute);
  });

  it("is read at its lapse, not across it", () => {
    const lapsesAt = new Date(now + 10_000);
    expect(planNextRead({ ...open, lapsesAt }, schedule, latest)).toEqual(lapsesAt);
  });

  it("is read on the plain schedule when a review outlasts the lapse", () => {
    const inReview = {
      ...open,
      status: "PENDING_REVIEW" as const,
      lapsesAt: new Date(now - 1),
      readCount: 2,
    };
    expect(after(planNextRead(inReview, schedule, latest))).toBe(5 * minute);
  });
});

describe("a settled session", () => {
  it("is looked at eight times more, each time after twice as long", () => {
    const waits = Array.from({ length: 9 }, (_, readCount) =>
      planNextRead({ ...open, status: "APPROVED", readCount }, schedule, latest),
    );
    expect(waits.slice(0, 3).map(after)).toEqual([5, 10, 20].map((minutes) => minutes * minute));
    expect(waits.at(7)).not.toBeNull();
    expect(waits.at(8)).toBeNull();
  });

  it("does not hurry after a failed look, unless a delivery waits for it", () => {
    const settled = { ...open, status: "EXPIRED" as const };
    expect(after(planRetry({ ...settled, hasUnreadDeliveries: false }, schedule, latest))).toBe(10 * minute);
    expect(after(planRetry({ ...settled, hasUnreadDeliveries: true }, schedule, latest))).toBe(1000);
  });
});

describe("a failed read", () => {
  const failed = { ...open, hasUnreadDeliveries: true };

  it("is repeated soon, then less and less often, and never less often than the schedule's last step", () => {
    const waits = [0, 1, 2, 8, 9, 500].map((failedReads) =>
      after(planRetry({ ...failed, failedReads }, schedule, latest)),
    );
    expect(waits).toEqual([1000, 2000, 4000, 256_000, 5 * minute, 5 * minute]);
  });

  it("is spread over half of its wait", () => {
    expect(after(planRetry({ ...failed, failedReads: 3 }, schedule, earliest))).toBe(4000);
  });

  it("waits as long as the provider asked, within the schedule", () => {
    expect(after(planRetry({ ...failed, retryAfterMs: 30_000 }, schedule, latest))).toBe(30_000);
    expect(after(planRetry({ ...failed, retryAfterMs: 24 * 60 * minute }, schedule, latest))).toBe(
      5 * minute,
    );
  });
});
