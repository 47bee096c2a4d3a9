import type { RetryPolicy } from "../../callbacks/outgoing.ts";
import type { OndatoSettings } from "../options.ts";

const minuteSeconds = 60;
const hourSeconds = 3_600;

/** The documented waits; after the last one every twelve hours. */
const waitsSeconds = [
  10,
  30,
  minuteSeconds,
  5 * minuteSeconds,
  10 * minuteSeconds,
  30 * minuteSeconds,
  hourSeconds,
  3 * hourSeconds,
  6 * hourSeconds,
] as const;
const lastWaitSeconds = 12 * hourSeconds;
const mostRetries = 30;

/** Ondato's redelivery: a 2xx in time is success, a 4xx ends it, everything else is tried again. */
export function createRetrySchedule(settings: OndatoSettings): RetryPolicy {
  return {
    timeoutMs: settings.webhookTimeoutMs,
    delayMs: (retry) =>
      retry > mostRetries
        ? undefined
        : (waitsSeconds[retry - 1] ?? lastWaitSeconds) * 1_000 * settings.retryTimeFactor,
    isRetried: (answer) =>
      answer === null || answer < 200 || (answer >= 300 && answer < 400) || answer >= 500,
  };
}
