import { setTimeout as delay } from "node:timers/promises";
import type { Answer } from "./product.ts";

export interface Load {
  readonly perSecond: number;
  readonly durationMs: number;
}

/** Sends at its pace whatever comes back: waiting for answers would hide every pause. Gives all answers, in order. */
export async function runOpenLoop(
  load: Load,
  send: (dueAt: number, number: number) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const count = Math.round((load.perSecond * load.durationMs) / 1000);
  const startedAt = performance.now();
  const answers: Promise<Answer>[] = [];
  for (let number = 0; number < count; number += 1) {
    const dueAt = startedAt + (number * 1000) / load.perSecond;
    const waitMs = dueAt - performance.now();
    if (waitMs > 0) await delay(waitMs);
    answers.push(send(dueAt, number));
  }
  return Promise.all(answers);
}
