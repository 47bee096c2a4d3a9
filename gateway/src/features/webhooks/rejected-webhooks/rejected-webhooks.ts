import type { Metrics } from "../../../platform/observability/metrics/metrics.ts";
import { LRUCache } from "lru-cache";
// Node finds no named exports in this CommonJS package.
import ipaddr from "ipaddr.js";
import { createHash, createHmac, randomBytes } from "node:crypto";
import type { WebhookFault } from "@kyc-gateway/adapter-spec/v1";

/** Why a delivery was refused before anything of it was looked at. */
export type UnheardReason = "limited" | "encoded" | "removed_connection" | "unknown_connection";

/** What is known of deliveries that were refused: counts, a limit for each sender, a small sample of hashes. */
export interface RejectedWebhooks {
  /** Milliseconds for which nothing is taken from the address; 0: it is heard. */
  shutForMs(address: string): number;
  noteRefused(rejection: RejectedDelivery): void;
  /** Counts a delivery whose body was not read. No connection's name: it is for none that there is or was. */
  noteUnheard(connection: string, reason: UnheardReason): void;
  noteAuthentic(address: string): void;
  listSamples(): readonly RejectionSample[];
}

export function createRejectedWebhooks(options: {
  readonly perMinute: number;
  readonly metrics: Pick<Metrics, "refusals">;
}): RejectedWebhooks {
  const { refusals } = options.metrics;
  const limit = createRejectionLimit({ perMinute: options.perMinute, now: () => performance.now() });
  const samples = createRejectionSamples(() => Date.now());
  return {
    shutForMs: (address) => limit.shutForMs(address),
    noteRefused(rejection) {
      refusals.inc({ connection: rejection.connection, reason: rejection.reason });
      // Only a holder of the secret can make a proof that was good once: it is no rejection.
      if (rejection.reason !== "stale") limit.noteRefused(rejection.address);
      samples.add(rejection);
    },
    noteUnheard: (connection, reason) => refusals.inc({ connection, reason }),
    noteAuthentic: (address) => limit.noteAuthentic(address),
    listSamples: () => samples.list(),
  };
}

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
  // A provider posts from few addresses: reading one costs more than all else that is done with it here.
  const known = new LRUCache<string, string>({ max: maxSources });
  const findSource = (address: string): string => {
    const source = known.get(address) ?? sourceOfAddress(address);
    known.set(address, source);
    return source;
  };
  return {
    shutForMs(address) {
      if (perMinute === 0 || refused.size === 0) return 0;
      const source = findSource(address);
      const count = refused.get(source)?.count ?? 0;
      return count < perMinute || proven.has(source) ? 0 : refused.getRemainingTTL(source);
    },
    noteRefused(address) {
      const source = findSource(address);
      const refusals = refused.get(source);
      if (refusals !== undefined) refusals.count += 1;
      else refused.set(source, { count: 1 });
    },
    noteAuthentic: (address) => void proven.set(findSource(address), true),
  };
}

/**
 * What counts as one sender: an IPv4 address, or an IPv6 network of 64 bits, because whoever has one of its addresses
 * has all of them (RFC 6177).
 */
export function sourceOfAddress(text: string): string {
  if (!ipaddr.isValid(text)) return text;
  const address = ipaddr.process(text);
  if (address instanceof ipaddr.IPv4) return address.toString();
  return `${new ipaddr.IPv6([...address.parts.slice(0, 4), 0, 0, 0, 0]).toRFC5952String()}/64`;
}

/** Why a delivery was refused. */
export type RefusalReason = WebhookFault | "token_refused";

/** A refused delivery. Of its body there is nothing but a hash. */
export interface RejectedDelivery {
  readonly connection: string;
  readonly reason: RefusalReason;
  readonly address: string;
  readonly rawBody: Uint8Array;
}

/** What is kept of one: enough to tell one sender and one body from others, too little to read either. */
export interface RejectionSample {
  readonly at: Date;
  readonly connection: string;
  readonly reason: RefusalReason;
  /** Stands for the sender as long as this process lives. */
  readonly source: string;
  readonly bodySha256: string;
  readonly bodyBytes: number;
}

export interface RejectionSamples {
  /** Takes one of each connection in a second, and forgets the rest. */
  add(rejection: RejectedDelivery): void;
  /** Newest first. */
  list(): readonly RejectionSample[];
}

const maxSamples = 100;
const pauseMs = 1000;

export function createRejectionSamples(now: () => number): RejectionSamples {
  const key = randomBytes(32);
  const samples: RejectionSample[] = [];
  const takenAt = new Map<string, number>();
  return {
    add({ connection, reason, address, rawBody }) {
      if (now() - (takenAt.get(connection) ?? -Infinity) < pauseMs) return;
      takenAt.set(connection, now());
      samples.unshift({
        at: new Date(now()),
        connection,
        reason,
        source: createHmac("sha256", key).update(sourceOfAddress(address)).digest("hex").slice(0, 16),
        bodySha256: createHash("sha256").update(rawBody).digest("hex"),
        bodyBytes: rawBody.byteLength,
      });
      samples.length = Math.min(samples.length, maxSamples);
    },
    list: () => samples,
  };
}
