import { leaseGraceMs } from "@kyc-gateway/core";
import type { CurrentConfiguration } from "../configuration/index.ts";
import type { LeaseShare, SessionService, StoredLease } from "../sessions/index.ts";
import type { IngressPressure } from "./receive-delivery.ts";
import { findFirstRecentId } from "../../platform/database/first-id.ts";
import { runInBackground } from "../../platform/database/sql/work-scope.ts";
import { describeError, type Log } from "../../platform/observability/log.ts";
import type { Metrics } from "../../platform/observability/metrics/metrics.ts";
import { newTraceContext, runInTrace } from "../../platform/observability/trace-context.ts";
import { inSpan, openSpan, type OpenSpan, type SpanStart } from "../../platform/observability/tracing.ts";

/**
 * Applies deliveries: finds the sessions that they wait for, reads providers side by side, and settles. No job for each
 * session: what waits is in the inbox, and whoever crashes leaves a lease that ends.
 */
export interface DeliveryApplier {
  /** Something waits. Returns at once. */
  wake(): void;
  /** From now on it looks by itself, too. */
  start(): void;
  /** Resolves when what has begun is settled. */
  stop(): Promise<void>;
}

export interface ApplierParts {
  readonly sessions: Pick<SessionService, "leaseWaiting" | "refreshLeased">;
  readonly configuration: CurrentConfiguration;
  readonly pressure: IngressPressure;
  readonly metrics: Pick<Metrics, "jobs">;
  readonly log: Log;
}

/** Reads at the same time in one process. */
const mostReads = 64;
const readDeadlineMs = 20_000;
/** What comes in within this time is found together. */
const gatherMs = 10;
/** How long applying makes way for deliveries that come in. */
const yieldAtMostMs = 1000;
/** How long a lost wake-up, or another replica's crash, can delay a delivery. */
const lookEveryMs = 500;
/** Every so many looks one passes over nothing for being old. */
const thoroughEvery = 120;

export function createDeliveryApplier(parts: ApplierParts): DeliveryApplier {
  const reader = createReader(parts, () => wake());
  let isWanted = false;
  let isStopped = false;
  let looks = 0;
  let running: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function applyAll(): Promise<void> {
    for (; isWanted; isWanted &&= !isStopped) {
      isWanted = false;
      await parts.pressure.waitForCalm(yieldAtMostMs);
      if ((await reader.readWaiting({ isThorough: looks % thoroughEvery === 0 })) > 0) isWanted = true;
      await new Promise((resolve) => setTimeout(resolve, gatherMs));
    }
    running = undefined;
  }

  function wake(): void {
    if (isStopped) return;
    isWanted = true;
    running ??= runInBackground(applyAll).catch((error: unknown) => {
      running = undefined;
      parts.log.warn({ component: "applier", ...describeError(error) }, "deliveries_not_found");
    });
  }

  return {
    wake,
    start() {
      timer = setInterval(() => {
        looks += 1;
        wake();
      }, lookEveryMs);
    },
    async stop() {
      isStopped = true;
      clearInterval(timer);
      await running;
      await reader.drain();
    },
  };
}

interface Reader {
  /** Leases what waits, within the shares of the connections, and begins to read it. Gives how much it was. */
  readWaiting(look: { readonly isThorough: boolean }): Promise<number>;
  /** Resolves when everything that has begun is settled. */
  drain(): Promise<void>;
}

/** `onEnd`: a place is free, and more may have come in for the session meanwhile. */
function createReader(parts: ApplierParts, onEnd: () => void): Reader {
  const shares = createReadShares(mostReads);
  const afterBy = new Map<string, string>();
  const underWay = new Set<Promise<void>>();

  function begin(lease: StoredLease): void {
    const end = shares.begin(lease.session.connectionId ?? "");
    const context = { ...newTraceContext(), sessionId: lease.session.id };
    const work = runInTrace(context, () =>
      inSpan(
        () => describeApply(lease),
        (span) => applyOne(parts, lease, span),
      ),
    ).finally(() => {
      end();
      underWay.delete(work);
      onEnd();
    });
    underWay.add(work);
  }

  return {
    async readWaiting({ isThorough }) {
      const free = listShares(parts.configuration, shares, afterBy);
      if (free.length === 0) return 0;
      const startedAt = Date.now();
      const { leases, nextAfter, failures } = await parts.sessions.leaseWaiting({
        shares: free,
        firstId: findFirstRecentId({ isThorough }),
        leaseMs: readDeadlineMs + leaseGraceMs,
      });
      for (const [connectionId, after] of nextAfter) afterBy.set(connectionId, after);
      for (const failure of failures) noteFailure(parts, failure);
      tellMatch(leases, startedAt);
      for (const lease of leases) begin(lease);
      return leases.length;
    },
    async drain() {
      while (underWay.size > 0) await Promise.all(underWay);
    },
  };
}

/** `deferred`: the provider did not answer as hoped, and the schedule of reads comes back to it. */
async function applyOne(parts: ApplierParts, lease: StoredLease, span: OpenSpan | undefined): Promise<void> {
  try {
    const result = await parts.sessions.refreshLeased(lease, Date.now() + readDeadlineMs);
    const outcome = result.kind === "settled" ? "ok" : "deferred";
    parts.metrics.jobs.inc({ task: "apply-deliveries", outcome });
    span?.set({ "kyc.outcome": outcome });
    tellApplied(parts, lease, outcome);
  } catch (error) {
    noteFailure(parts, error);
  }
}

/** Over the gap between receiving and applying: one read may be for many. */
function describeApply({ deliveries, session }: StoredLease): SpanStart {
  return {
    name: "apply deliveries",
    kind: "consumer",
    fields: { "kyc.session.id": session.id, "kyc.count": deliveries.length },
    linksTo: deliveries.map(({ span }) => span),
  };
}

/** Looks that found nothing are no spans: there are two in a second. */
function tellMatch(leases: readonly StoredLease[], startedAt: number): void {
  if (leases.length === 0) return;
  const linksTo = leases.flatMap(({ deliveries }) => deliveries.map(({ span }) => span));
  const fields = { "kyc.count": leases.length };
  openSpan(() => ({ name: "match deliveries", kind: "internal", fields, linksTo, startedAt }))?.end();
}

/** Of a burst, so many are named. */
const mostNamed = 8;

function tellApplied({ log }: ApplierParts, { deliveries }: StoredLease, outcome: "ok" | "deferred"): void {
  const count = deliveries.length;
  const lagMs = Math.round(Date.now() - Math.min(...deliveries.map(({ receivedMs }) => receivedMs)));
  const deliveryIds = deliveries.slice(0, mostNamed).map(({ id }) => id);
  log.info({ deliveryIds, count, outcome, ...(count === 0 ? {} : { lagMs }) }, "deliveries_applied");
}

/** The lease ends by itself, and the deliveries of it are found again. */
function noteFailure({ metrics, log }: ApplierParts, error: unknown): void {
  metrics.jobs.inc({ task: "apply-deliveries", outcome: "failed" });
  log.warn({ component: "applier", ...describeError(error) }, "delivery_not_applied");
}

/** A connection that refuses calls now is asked for nothing: what waits for it waits in the inbox. */
function listShares(
  { current }: CurrentConfiguration,
  reads: ReadShares,
  afterBy: ReadonlyMap<string, string>,
): LeaseShare[] {
  return [...current.connections].flatMap(([connectionId, { caller }]) => {
    const room = Math.min(reads.findRoom(connectionId), caller.findRoom("read"));
    return room > 0 ? [{ connectionId, room, after: afterBy.get(connectionId) ?? "" }] : [];
  });
}

/** Keeps one connection's reads from taking all places of a process: its provider may hang. */
export interface ReadShares {
  /** How many reads of the connection may begin now. */
  findRoom(connectionId: string): number;
  /** Gives what ends the read. */
  begin(connectionId: string): () => void;
}

/** How many places a connection may have for each one that it leaves free. */
const sharePerFree = 2;

/**
 * A connection alone gets about two thirds of the places; the more connections want them, the smaller each one's share.
 * Within one look several connections may each be given their share: together a few more than there are places.
 */
export function createReadShares(places: number): ReadShares {
  const running = new Map<string, number>();
  let total = 0;
  return {
    findRoom(connectionId) {
      const own = running.get(connectionId) ?? 0;
      const free = places - total;
      // With `room` more of its own, it has `sharePerFree` for each place that is then free.
      const room = Math.floor((sharePerFree * free - own) / (sharePerFree + 1));
      return Math.max(own === 0 ? 1 : 0, room);
    },
    begin(connectionId) {
      running.set(connectionId, (running.get(connectionId) ?? 0) + 1);
      total += 1;
      return () => {
        total -= 1;
        const left = (running.get(connectionId) ?? 1) - 1;
        if (left === 0) running.delete(connectionId);
        else running.set(connectionId, left);
      };
    },
  };
}
