import * as fc from "fast-check";
import type { History } from "./play-history.ts";

/** Histories of up to 48 happenings; half of the providers misbehave, and in half of them operators decide too. */
export const arbitraryHistory: fc.Arbitrary<History> = fc.record({
  isErratic: fc.boolean(),
  hasOperators: fc.boolean(),
  lifetimeSeconds: fc.integer({ min: 0, max: 900 }),
  happenings: fc.uint16Array({ max: 4095, maxLength: 48, size: "max" }),
});

/** Where operators and providers are of different minds. */
export const contestedHistory: fc.Arbitrary<History> = arbitraryHistory.map((history) => ({
  ...history,
  isErratic: true,
  hasOperators: true,
}));
