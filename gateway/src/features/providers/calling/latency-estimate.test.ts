import { expect, it } from "vitest";
import { createLatencyEstimate } from "./latency-estimate.ts";

function createEstimate() {
  const clock = { now: 1_000_000 };
  return { clock, estimate: createLatencyEstimate({ floorMs: 50, now: () => clock.now }) };
}

it("says the floor until enough has been seen", () => {
  const { estimate } = createEstimate();
  for (const ms of [900, 900, 900, 900]) estimate.note(ms);
  expect(estimate.likelyMs()).toBe(50);
  estimate.note(900);
  expect(estimate.likelyMs()).toBe(900);
});

it("says the median: one outlier moves nothing", () => {
  const { estimate } = createEstimate();
  for (const ms of [100, 110, 120, 130, 60_000]) estimate.note(ms);
  expect(estimate.likelyMs()).toBe(120);
});

it("follows the newest answers", () => {
  const { estimate } = createEstimate();
  for (let count = 0; count < 100; count += 1) estimate.note(4000);
  for (let count = 0; count < 32; count += 1) estimate.note(80);
  expect(estimate.likelyMs()).toBe(80);
});

it("forgets: a provider that was slow half a minute ago is tried again", () => {
  const { estimate, clock } = createEstimate();
  for (let count = 0; count < 32; count += 1) estimate.note(4000);
  clock.now += 30_001;
  expect(estimate.likelyMs()).toBe(50);
});
