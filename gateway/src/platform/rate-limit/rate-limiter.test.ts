import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createRateLimiter } from "./rate-limiter.ts";

it("spreads calls evenly once the burst is used up", () => {
  let now = 0;
  const rateLimiter = createRateLimiter(10, () => now);
  const begun: number[] = [];
  while (begun.length < 4) {
    now += rateLimiter.waitMs();
    rateLimiter.take();
    begun.push(now);
  }
  expect(begun).toEqual([0, 100, 200, 300]);
});

it("never lets more through in any second than the quota and a tenth of it", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 200 }),
      fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 1, maxLength: 200 }),
      (callsPerSecond, pauses) => {
        let now = 0;
        const rateLimiter = createRateLimiter(callsPerSecond, () => now);
        const begun = pauses.map((pauseMs) => {
          now += pauseMs;
          now += rateLimiter.waitMs();
          rateLimiter.take();
          return now;
        });
        for (const start of begun) {
          const inSecond = begun.filter((at) => at >= start && at < start + 1000).length;
          expect(inSecond).toBeLessThanOrEqual(callsPerSecond + Math.ceil(callsPerSecond / 10));
        }
      },
    ),
  );
});
