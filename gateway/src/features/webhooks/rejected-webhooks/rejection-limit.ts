import { LRUCache } from "lru-cache";
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

const windowMs = 60_000;
/** How long one authentic delivery speaks for its sender. */
const provenMs = 24 * 60 * 60 * 1000;
const maxSources = 10_000;

/**
 * Only what was refused counts, and a sender that has proven itself is always heard: whoever forges from the same
 * address, behind the same proxy or on the same host, cannot lock the provider out.
 */
export function createRejectionLimit({ perMinute, now }: RejectionLimitOptions): RejectionLimit {
  // `ttlResolution` 0: each look asks the clock.
  const sources = { max: maxSources, perf: { now }, ttlResolution: 0 };
  const refused = new LRUCache<string, { count: number }>({ ...sources, ttl: windowMs });
  const proven = new LRUCache<string, true>({ ...sources, ttl: provenMs });
  return {
    shutForMs(address) {
      if (perMinute === 0 || refused.size === 0) return 0;
      const source = sourceOfAddress(address);
      const count = refused.get(source)?.count ?? 0;
      return count < perMinute || proven.has(source) ? 0 : refused.getRemainingTTL(source);
    },
    noteRefused(address) {
      const source = sourceOfAddress(address);
      const refusals = refused.get(source);
      if (refusals !== undefined) refusals.count += 1;
      else refused.set(source, { count: 1 });
    },
    noteAuthentic: (address) => void proven.set(sourceOfAddress(address), true),
  };
}
