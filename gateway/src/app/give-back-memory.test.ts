import { expect, it } from "vitest";
import { createLoadWatch } from "./give-back-memory.ts";

/** What is told of each second. */
const watch = (utilizations: readonly number[]): readonly boolean[] => utilizations.map(createLoadWatch());

it("tells once that a load has passed, in the first calm second", () => {
  expect(watch([0.02, 0.9, 0.8, 0.3, 0.05, 0.01, 0.02])).toEqual([
    false,
    false,
    false,
    false,
    true,
    false,
    false,
  ]);
});

it("tells it again after the next load", () => {
  expect(watch([0.6, 0.05, 0.6, 0.05])).toEqual([false, true, false, true]);
});

it("says nothing while little is done, nor while a load lasts", () => {
  expect(watch([0, 0.2, 0.4, 0.05, 0])).not.toContain(true);
  expect(watch([0.6, 0.3, 0.12, 0.99, 1])).not.toContain(true);
});
