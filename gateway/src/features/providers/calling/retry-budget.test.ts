import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createRetryBudget } from "./call-with-retries.ts";

it("stops retrying within a few failures when nothing succeeds any more", () => {
  const budget = createRetryBudget({ share: 0.1, size: 10 });
  let retries = 0;
  for (let call = 0; call < 1000; call += 1) {
    budget.noteFailure();
    if (budget.canRetry()) retries += 1;
  }
  expect(retries).toBe(4);
});

it("retries again once successes have earned it", () => {
  const budget = createRetryBudget({ share: 0.1, size: 10 });
  for (let call = 0; call < 100; call += 1) budget.noteFailure();
  for (let call = 0; call < 50; call += 1) budget.noteSuccess();
  expect(budget.canRetry()).toBe(false);
  for (let call = 0; call < 5; call += 1) budget.noteSuccess();
  expect(budget.canRetry()).toBe(true);
});

it("never grants more retries than a tenth of the successes and half its size, in whatever order they come", () => {
  fc.assert(
    fc.property(fc.array(fc.boolean(), { maxLength: 500 }), (answers) => {
      const budget = createRetryBudget({ share: 0.1, size: 10 });
      let granted = 0;
      for (const isSuccess of answers) {
        if (isSuccess) budget.noteSuccess();
        else {
          budget.noteFailure();
          if (budget.canRetry()) granted += 1;
        }
      }
      expect(granted).toBeLessThanOrEqual(5 + 0.1 * answers.filter(Boolean).length);
    }),
  );
});
