import { assert, integer, property, tuple } from "fast-check";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random.ts";
import { drawDelayMs } from "./delay.ts";

describe("a drawn delay", () => {
  it("lies between its bounds", () => {
    assert(
      property(
        tuple(integer({ min: 0, max: 1_000 }), integer({ min: 0, max: 1_000 })),
        integer(),
        ([low, more], seed) => {
          const drawn = drawDelayMs({ minMs: low, maxMs: low + more }, createRandom(seed));
          expect(drawn).toBeGreaterThanOrEqual(low);
          expect(drawn).toBeLessThanOrEqual(low + more);
        },
      ),
    );
  });

  it("meets its median and its 99th percentile", () => {
    const random = createRandom(7);
    const drawn = Array.from({ length: 20_000 }, () => drawDelayMs({ medianMs: 100, p99Ms: 1_000 }, random));
    drawn.sort((left, right) => left - right);
    expect(drawn[10_000]).toBeGreaterThan(95);
    expect(drawn[10_000]).toBeLessThan(105);
    expect(drawn[19_800]).toBeGreaterThan(850);
    expect(drawn[19_800]).toBeLessThan(1_150);
  });

  it("repeats itself for the same seed", () => {
    const [first, second] = [3, 3].map((seed) =>
      drawDelayMs({ medianMs: 10, p99Ms: 50 }, createRandom(seed)),
    );
    expect(first).toBe(second);
  });
});
