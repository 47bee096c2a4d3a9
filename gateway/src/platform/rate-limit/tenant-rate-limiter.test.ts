import { array, assert, integer, property } from "fast-check";
import { describe, expect, it } from "vitest";
import { createTenantRateLimiter, type Booking } from "./tenant-rate-limiter.ts";

const createClock = () => {
  const clock = { ms: 0, now: () => clock.ms };
  return clock;
};

const countAdmitted = (bookings: readonly Booking[]): number =>
  bookings.filter(({ isAdmitted }) => isAdmitted).length;

describe("a product that was quiet", () => {
  it("may send a second's requests at once, and no more", () => {
    const rateLimiter = createTenantRateLimiter(3, createClock().now);
    const bookings = Array.from({ length: 5 }, () => rateLimiter.book("shop"));
    expect(bookings.map((booking) => (booking.isAdmitted ? booking.left : "refused"))).toEqual([
      2,
      1,
      0,
      "refused",
      "refused",
    ]);
  });

  it("has a tenth of them served at once, and the rest at its rateLimiter", () => {
    const rateLimiter = createTenantRateLimiter(20, createClock().now);
    const waits = Array.from({ length: 6 }, () => rateLimiter.book("shop")).map((booking) =>
      booking.isAdmitted ? Math.round(booking.waitMs) : undefined,
    );
    expect(waits).toEqual([0, 0, 50, 100, 150, 200]);
  });

  it("waits for nothing with a single request, however slow its rateLimiter", () => {
    expect(createTenantRateLimiter(1, createClock().now).book("shop")).toEqual({
      isAdmitted: true,
      waitMs: 0,
      left: 0,
    });
  });
});

describe("a request that is booked only if it is served at once", () => {
  it("is what `book` would let through without a wait, and counts like it", () => {
    const rateLimiter = createTenantRateLimiter(20, createClock().now);
    const left = Array.from({ length: 5 }, () => rateLimiter.bookNow("shop"));
    expect(left).toEqual([19, 18, undefined, undefined, undefined]);
    expect(rateLimiter.book("shop")).toEqual({ isAdmitted: true, waitMs: 50, left: 17 });
  });

  it("is not booked where nothing is left, and is again once its turn has come", () => {
    const clock = createClock();
    const rateLimiter = createTenantRateLimiter(2, clock.now);
    expect([rateLimiter.book("shop").isAdmitted, rateLimiter.book("shop").isAdmitted]).toEqual([true, true]);
    expect(rateLimiter.bookNow("shop")).toBeUndefined();
    clock.ms = 1000;
    expect(rateLimiter.bookNow("shop")).toBe(1);
  });

  it("says nothing of other products", () => {
    const rateLimiter = createTenantRateLimiter(1, createClock().now);
    expect(["shop", "bank", "shop"].map((client) => rateLimiter.bookNow(client))).toEqual([0, 0, undefined]);
  });
});

describe("a product that never stops", () => {
  it("is served at its rateLimiter in every second after the first", () => {
    const clock = createClock();
    const rateLimiter = createTenantRateLimiter(20, clock.now);
    const seconds = Array.from({ length: 5 }, () => {
      const bookings = Array.from({ length: 300 }, () => {
        clock.ms += 1000 / 300;
        return rateLimiter.book("flood");
      });
      return countAdmitted(bookings);
    });
    expect(seconds[0]).toBeLessThanOrEqual(40);
    expect(seconds.slice(1)).toEqual([20, 20, 20, 20]);
  });

  it("is told when one more will be admitted", () => {
    const clock = createClock();
    const rateLimiter = createTenantRateLimiter(2, clock.now);
    const [, , refused] = Array.from({ length: 3 }, () => rateLimiter.book("flood"));
    expect(refused).toEqual({ isAdmitted: false, retryAfterMs: 500 });
    clock.ms += 500;
    expect(rateLimiter.book("flood").isAdmitted).toBe(true);
  });

  it("costs no other product anything", () => {
    const rateLimiter = createTenantRateLimiter(2, createClock().now);
    for (let count = 0; count < 100; count += 1) rateLimiter.book("flood");
    expect(rateLimiter.book("shop")).toEqual({ isAdmitted: true, waitMs: 0, left: 1 });
  });
});

it("admits at most twice the limit within any second, and lets nobody wait a second", () => {
  const gapsMs = array(integer({ min: 0, max: 700 }), { maxLength: 200 });
  assert(
    property(integer({ min: 1, max: 50 }), gapsMs, (perSecond, gaps) => {
      const clock = createClock();
      const rateLimiter = createTenantRateLimiter(perSecond, clock.now);
      const admittedAt = gaps.flatMap((gapMs) => {
        clock.ms += gapMs;
        const booking = rateLimiter.book("shop");
        if (booking.isAdmitted) expect(booking.waitMs).toBeLessThan(1000);
        return booking.isAdmitted ? [clock.ms] : [];
      });
      for (const start of admittedAt) {
        const inSecond = admittedAt.filter((at) => at >= start && at < start + 1000).length;
        expect(inSecond).toBeLessThanOrEqual(2 * perSecond);
      }
    }),
  );
});
