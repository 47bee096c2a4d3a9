import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { createIngressPressure } from "./receive-delivery.ts";

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "performance"] }));
afterEach(() => void vi.useRealTimers());

async function measureWaitMs(
  gauge: ReturnType<typeof createIngressPressure>,
  atMostMs: number,
): Promise<number> {
  const startedAt = performance.now();
  let endedAt = Number.NaN;
  const waiting = gauge.waitForCalm(atMostMs).then(() => void (endedAt = performance.now()));
  await vi.advanceTimersByTimeAsync(1000);
  await waiting;
  return endedAt - startedAt;
}

it("holds nobody up while a steady stream comes in, in groups of any size", async () => {
  const gauge = createIngressPressure();
  for (let count = 0; count < 50; count += 1) {
    gauge.note(100);
    await vi.advanceTimersByTimeAsync(100);
  }
  gauge.note(100);
  expect(await measureWaitMs(gauge, 250)).toBe(0);
});

it("lets work wait until a moment after a storm", async () => {
  const gauge = createIngressPressure();
  for (let count = 0; count < 10; count += 1) gauge.note(64);
  expect(await measureWaitMs(gauge, 250)).toBe(100);
});

it("lets no work wait longer than asked, however long the storm lasts", async () => {
  const gauge = createIngressPressure();
  const storm = setInterval(() => gauge.note(64), 10);
  for (let count = 0; count < 10; count += 1) gauge.note(64);
  expect(await measureWaitMs(gauge, 250)).toBe(250);
  clearInterval(storm);
});
