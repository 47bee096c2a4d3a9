import { setTimeout as wait } from "node:timers/promises";
import type { Random } from "../random.ts";
import type { Delay } from "./fault.ts";

// ln(p99) lies 2.326 standard deviations above ln(median).
const sigmasToP99 = 2.326_347_87;

export function drawDelayMs(delay: Delay, random: Random): number {
  if ("ms" in delay) return delay.ms;
  if ("minMs" in delay) return delay.minMs + random() * (delay.maxMs - delay.minMs);
  const sigma = Math.log(delay.p99Ms / delay.medianMs) / sigmasToP99;
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return delay.medianMs * Math.exp(sigma * normal);
}

/** Waits without keeping the process alive; resolves at once when the simulator closes. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await wait(ms, undefined, { signal, ref: false }).catch(() => undefined);
}
