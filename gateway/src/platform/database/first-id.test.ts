import * as fc from "fast-check";
import { v4 as newRandomUuid, v7 as newUuid } from "uuid";
import { expect, it } from "vitest";
import { findFirstIdFor } from "./first-id.ts";

const dayMs = 24 * 3_600_000;
const zero = "00000000-0000-0000-0000-000000000000";
const now = Date.parse("2026-11-18T12:00:00Z");

it("lies before every row about a session, although clocks are a day apart", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: now - 1000 * dayMs, max: now }),
      fc.integer({ min: -dayMs, max: 1000 * dayMs }),
      (createdMs, laterMs) => {
        const first = findFirstIdFor(newUuid({ msecs: createdMs }), now);
        expect(first <= newUuid({ msecs: createdMs + laterMs })).toBe(true);
        expect(first > newUuid({ msecs: createdMs - dayMs - 1 })).toBe(true);
      },
    ),
  );
});

it("spares nothing for an id without a time, nor for one of a clock that was ahead", () => {
  expect(findFirstIdFor(newRandomUuid(), now)).toBe(zero);
  expect(findFirstIdFor(zero, now)).toBe(zero);
  expect(findFirstIdFor(newUuid({ msecs: now + 2 * dayMs }), now)).toBe(zero);
});
