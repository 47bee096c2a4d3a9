import { sourceOfAddress } from "./source-of-address.ts";

/** Counts refused deliveries by sender, in this process and in bounded memory. */
export interface RejectionLimit {
  /** Milliseconds for which nothing is taken from the address; 0: it is heard. */
  shutForMs(address: string): number;
  noteRefused(address: string): void;
  noteAuthentic(address: string): void;
}

interface RejectionLimitOptions {
  /** Refused deliveries of one sender in a minute; 0: no limit. */
  readonly perMinute: number;
  readonly now: () => number;
}

interface Refusals {
  count: number;
  readonly since: number;
}

const windowMs = 60_000;
/** How long one authentic delivery speaks for its sender. */
const provenMs = 24 * 60 * 60 * 1000;
const maxSources = 10_000;

/**
 * Only what was refused counts, and a sender that has proven itself is always heard: whoever forges from the same
 * address, behind the same proxy or on the same host, cannot lock the provider out.
 */
export function createRejectionLimit({ perMinute, now }: RejectionLimitOptions): RejectionLimit {
  const refused = new Map<string, Refusals>();
  const proven = new Map<string, number>();
  const readRefusals = (source: string): Refusals | undefined => {
    const found = refused.get(source);
    return found !== undefined && now() - found.since < windowMs ? found : undefined;
  };
  return {
    shutForMs(address) {
      if (perMinute === 0 || refused.size === 0) return 0;
      const source = sourceOfAddress(address);
      const refusals = readRefusals(source);
      if (refusals === undefined || refusals.count < perMinute) return 0;
      if (now() - (proven.get(source) ?? -Infinity) < provenMs) return 0;
      return refusals.since + windowMs - now();
    },
    noteRefused(address) {
      const source = sourceOfAddress(address);
      const refusals = readRefusals(source);
      if (refusals !== undefined) refusals.count += 1;
      else keepNewest(refused, source, { count: 1, since: now() });
    },
    noteAuthentic(address) {
      const source = sourceOfAddress(address);
      // Once an hour is enough to stay known for a day.
      if (now() - (proven.get(source) ?? -Infinity) > windowMs * 60) keepNewest(proven, source, now());
    },
  };
}

function keepNewest<T>(sources: Map<string, T>, source: string, value: T): void {
  sources.delete(source);
  sources.set(source, value);
  const [oldest] = sources.keys();
  if (sources.size > maxSources && oldest !== undefined) sources.delete(oldest);
}
