import { inspect } from "node:util";
import { setTimeout as delay } from "node:timers/promises";

export interface WaitOptions {
  readonly timeoutMs?: number;
}

const pauseMs = 20;
/** Long: it costs nothing where the answer comes, and how busy a machine is proves nothing. */
const defaultTimeoutMs = 20_000;

/**
 * Asks again and again until the answer is truthy, and returns it. Throws after `timeoutMs` (20 s) with the last
 * answer, or with the last error as its cause.
 */
export async function waitFor<T>(
  ask: () => T | Promise<T>,
  { timeoutMs = defaultTimeoutMs }: WaitOptions = {},
): Promise<NonNullable<T>> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const last = await seek(ask);
    if (last.isReached) return last.answer;
    if (performance.now() > deadline) throw describeLast(last, timeoutMs);
    await delay(pauseMs);
  }
}

type Seen<T> =
  | { readonly isReached: true; readonly answer: NonNullable<T> }
  | { readonly isReached: false; readonly saw: string; readonly cause?: unknown };

async function seek<T>(ask: () => T | Promise<T>): Promise<Seen<T>> {
  try {
    const answer = await ask();
    return answer ? { isReached: true, answer } : { isReached: false, saw: inspect(answer) };
  } catch (cause) {
    return { isReached: false, saw: cause instanceof Error ? cause.message : inspect(cause), cause };
  }
}

function describeLast(last: { readonly saw: string; readonly cause?: unknown }, timeoutMs: number): Error {
  return new Error(`Waited ${timeoutMs} ms in vain for the condition; last saw: ${last.saw}`, {
    cause: last.cause,
  });
}
