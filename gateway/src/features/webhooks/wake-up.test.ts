import { expect, it, vi } from "vitest";
import { createWakeUp } from "./receive-delivery.ts";

const pauseMs = 50;

it("asks at once, and once more for all requests of the pause after it", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout"] });
  try {
    const ask = vi.fn<() => Promise<void>>(async () => undefined);
    const wakeUp = createWakeUp(ask, pauseMs);
    wakeUp.request();
    expect(ask).toHaveBeenCalledTimes(1);
    for (let more = 0; more < 5; more += 1) wakeUp.request();
    await vi.advanceTimersByTimeAsync(pauseMs);
    expect(ask).toHaveBeenCalledTimes(2);
    await vi.advanceTimersByTimeAsync(10 * pauseMs);
    expect(ask).toHaveBeenCalledTimes(2);
  } finally {
    vi.useRealTimers();
  }
});

it("asks again although the last time failed", async () => {
  const ask = vi.fn<() => Promise<void>>(async () => {
    throw new Error("the database is away");
  });
  const wakeUp = createWakeUp(ask, 0);
  wakeUp.request();
  await wakeUp.drain();
  wakeUp.request();
  await wakeUp.drain();
  expect(ask).toHaveBeenCalledTimes(2);
});

it("has asked for everything when drained", async () => {
  let asked = 0;
  const wakeUp = createWakeUp(async () => void (asked += 1), 1);
  wakeUp.request();
  wakeUp.request();
  await wakeUp.drain();
  expect(asked).toBe(2);
});
