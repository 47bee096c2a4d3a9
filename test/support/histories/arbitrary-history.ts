import * as fc from "fast-check";
import type { History } from "./play-history.ts";

/** Histories of up to 48 happenings; half of the providers misbehave. */
export const arbitraryHistory: fc.Arbitrary<History> = fc.record({
  isErratic: fc.boolean(),
  lifetimeSeconds: fc.integer({ min: 0, max: 900 }),
  happenings: fc.uint16Array({ max: 4095, maxLength: 48, size: "max" }),
});
