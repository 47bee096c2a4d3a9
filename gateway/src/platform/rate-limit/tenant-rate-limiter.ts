/** What became of a request's request to be served. */
export type Booking =
  | {
      readonly isAdmitted: true;
      /** Milliseconds until its turn. */
      readonly waitMs: number;
      /** How many more would be admitted now. */
      readonly left: number;
    }
  | {
      readonly isAdmitted: false;
      /** Milliseconds until one more would be admitted. */
      readonly retryAfterMs: number;
    };

/** The requests of each product, or of each end user, spread over time. */
export interface TenantRateLimiter {
  book(client: string): Booking;
  /** How many more would be admitted; undefined: this one would not be served at once, and is not booked. */
  bookNow(client: string): number | undefined;
}

/** A second's requests may come at once. */
const capacityMs = 1000;
/** So much of them is served at once; the rest takes turns: what is begun all at once is felt by every other product. */
const headMs = 100;
/** End users come and go: so many of them are kept before the quiet ones are forgotten. */
const firstSweepAt = 1000;
/** Thirds of a second do not quite add up to one. */
const rounding = 1e-6;

/**
 * The generic cell rate algorithm with a queue: whoever was quiet may send a second's requests at once, and who never
 * stops is served at the granted rateLimiter. A window that is counted anew each second would let all of it through at its
 * start. One number is kept for each client whose last second was not quiet.
 */
export function createTenantRateLimiter(perSecond: number, now: () => number): TenantRateLimiter {
  const intervalMs = 1000 / perSecond;
  const bookedUntil = new Map<string, number>();
  let sweepAt = firstSweepAt;
  const look = (client: string): { at: number; bookedMs: number; free: number; waitMs: number } => {
    const at = now();
    const bookedMs = Math.max(0, (bookedUntil.get(client) ?? at) - at);
    const free = Math.floor((capacityMs - bookedMs) / intervalMs + rounding);
    return { at, bookedMs, free, waitMs: Math.max(0, bookedMs + intervalMs - Math.max(headMs, intervalMs)) };
  };
  const note = (client: string, { at, bookedMs }: { at: number; bookedMs: number }): void => {
    if (bookedUntil.size >= sweepAt) sweepAt = Math.max(firstSweepAt, 2 * forgetPast(bookedUntil, at));
    bookedUntil.set(client, at + bookedMs + intervalMs);
  };
  return {
    book(client) {
      const seen = look(client);
      if (seen.free < 1) return { isAdmitted: false, retryAfterMs: seen.bookedMs + intervalMs - capacityMs };
      note(client, seen);
      return { isAdmitted: true, waitMs: seen.waitMs, left: seen.free - 1 };
    },
    bookNow(client) {
      const seen = look(client);
      if (seen.free < 1 || seen.waitMs > 0) return undefined;
      note(client, seen);
      return seen.free - 1;
    },
  };
}

/** A client whose bookings are over is as good as a new one. Gives how many are left. */
function forgetPast(bookedUntil: Map<string, number>, at: number): number {
  for (const [client, until] of bookedUntil) if (until <= at) bookedUntil.delete(client);
  return bookedUntil.size;
}
