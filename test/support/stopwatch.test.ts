import { setTimeout as delay } from "node:timers/promises";
import { expect, it } from "vitest";
import { startStopwatch } from "./stopwatch.ts";

function block(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

it("counts the time that passes while a process waits", async () => {
  const startedAt = performance.now();
  const watch = startStopwatch();
  await delay(300);
  const feltMs = watch.stopMs();
  expect(feltMs).toBeGreaterThan(30);
  expect(feltMs).toBeLessThanOrEqual(performance.now() - startedAt);
});

it("does not count the time in which the process could do nothing", async () => {
  const startedAt = performance.now();
  const watch = startStopwatch();
  block(500);
  await delay(1);
  const feltMs = watch.stopMs();
  expect(performance.now() - startedAt - feltMs).toBeGreaterThan(400);
});
