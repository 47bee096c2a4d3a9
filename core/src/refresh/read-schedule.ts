import type { SessionStatus } from "@kyc-gateway/adapter-spec/v1";
import { isSettled } from "../session/status-machine.ts";

/** What the schedule asks about a session. */
export interface ScheduledSession {
  readonly status: SessionStatus;
  readonly lapsesAt: Date | null;
  /** Reads since the last news. */
  readonly readCount: number;
  /** Reads in a row that failed. */
  readonly failedReads: number;
}

/** Now, in milliseconds since the epoch, and a source of numbers from 0 to 1. */
interface ScheduleClock {
  readonly now: number;
  readonly random: () => number;
}

/** A settled session is looked at again so often, each time after twice as long: an override may lose its callback. */
const settledReads = 8;
const firstRetryMs = 1000;
/** No retry waits longer than this or the schedule's last step, whichever is longer. */
const longestRetryMs = 5 * 60_000;

/**
 * When to look again without news. Jitter only shortens, so that the schedule is a promise; no look is planned across
 * the lapse, because the last one belongs there. Null: never.
 */
export function planNextRead(
  session: ScheduledSession,
  rereadAfterMs: readonly number[],
  clock: ScheduleClock,
): Date | null {
  const { status, readCount } = session;
  if (!isSettled(status)) {
    const next = clock.now + shorten(findStep(rereadAfterMs, readCount), clock);
    const lapse = session.lapsesAt?.getTime() ?? 0;
    return new Date(lapse > clock.now ? Math.min(next, lapse) : next);
  }
  if (readCount >= settledReads) return null;
  return new Date(clock.now + shorten(findStep(rereadAfterMs, Infinity) * 2 ** readCount, clock));
}

/**
 * When to look again after a failure: soon at first, then less and less often, never before the provider's own `Retry-After`.
 * A settled session for which nothing waits just goes on with its schedule.
 */
export function planRetry(
  session: ScheduledSession & {
    readonly hasUnreadDeliveries: boolean;
    readonly retryAfterMs?: number | undefined;
  },
  rereadAfterMs: readonly number[],
  clock: ScheduleClock,
): Date | null {
  if (isSettled(session.status) && !session.hasUnreadDeliveries) {
    return planNextRead({ ...session, readCount: session.readCount + 1 }, rereadAfterMs, clock);
  }
  const longestMs = Math.max(longestRetryMs, findStep(rereadAfterMs, Infinity));
  const backoffMs = Math.min(longestMs, firstRetryMs * 2 ** session.failedReads);
  const waitMs = backoffMs / 2 + (backoffMs / 2) * clock.random();
  return new Date(clock.now + Math.max(waitMs, Math.min(session.retryAfterMs ?? 0, longestMs)));
}

/** When a fresh session is first looked at: milliseconds after its start. */
export function planFirstReadMs(rereadAfterMs: readonly number[], random: () => number): number {
  return shorten(findStep(rereadAfterMs, 0), { random });
}

const fallbackStepMs = 10 * 60_000;

function findStep(rereadAfterMs: readonly number[], index: number): number {
  return rereadAfterMs[Math.min(index, rereadAfterMs.length - 1)] ?? fallbackStepMs;
}

/** Between four fifths and the whole: sessions of one moment do not come back as one. */
function shorten(ms: number, { random }: Pick<ScheduleClock, "random">): number {
  return ms * (0.8 + 0.2 * random());
}
