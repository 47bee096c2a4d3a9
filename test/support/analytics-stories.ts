import { type RouteRecord, type Transition } from "@kyc-gateway/core";
import * as fc from "fast-check";
import type { Story } from "./analytics-stage.ts";
import { arbitraryHistory } from "./histories/arbitrary-history.ts";
import { listTransitions } from "./histories/play-history.ts";

/** A route by a rule with a canary. */
export const recordRoute = (rule: string, seed: string): RouteRecord => ({
  rule,
  passedOver: [],
  seed,
  targets: [{ connectionName: "shop-identomat", priority: 1, weight: 1 }],
  canary: { connectionName: "bank-identomat", percent: 40 },
});

const shape = fc.record({
  history: arbitraryHistory,
  tenant: fc.constantFrom("shop", "bank"),
  flow: fc.constantFrom("standard", "both"),
  isStarted: fc.integer({ min: 0, max: 9 }).map((number) => number > 0),
  rule: fc.constantFrom(null, "vip", "others"),
  seed: fc.integer({ min: 0, max: 0xff_ff_ff }).map((number) => number.toString(16).padStart(14, "0")),
  document: fc.constantFrom(
    undefined,
    { issuingCountry: "GEO", type: "id_card" } as const,
    { issuingCountry: "GEO", type: "passport" } as const,
    { issuingCountry: "ARM", type: "passport" } as const,
  ),
  minutes: fc.integer({ min: 0, max: 2 * 24 * 60 - 1 }),
});

const start = (at: Date): Transition => ({
  seq: 1,
  attempt: 1,
  at,
  from: "NOT_STARTED",
  to: "SESSION_CREATED",
  origin: "provider",
  reasons: [],
  cause: "start",
  isReversal: false,
  eventType: "session.created",
});

/** Stories of the histories' sessions, told at other times. */
export async function inventStories({
  count,
  seed,
  begin,
}: {
  readonly count: number;
  readonly seed: number;
  /** Of the two days in which they begin. */
  readonly begin: number;
}): Promise<readonly Story[]> {
  const shapes = fc.sample(shape, { numRuns: count, seed });
  return Promise.all(
    shapes.map(async ({ history, minutes, isStarted, tenant, flow, rule, seed: bucket, document }) => {
      const createdAt = new Date(begin + minutes * 60_000);
      const told = isStarted ? await listTransitions(history) : [];
      const origin = told[0]?.at.getTime() ?? 0;
      const transitions = told.map((transition) => ({
        ...transition,
        seq: transition.seq + 1,
        at: new Date(createdAt.getTime() + 1000 + transition.at.getTime() - origin),
      }));
      const expiry = { ...start(createdAt), to: "EXPIRED", origin: "gateway", cause: "lapse" } as const;
      return {
        tenant,
        flow,
        connection: isStarted ? `${tenant}-identomat` : null,
        route: rule === null ? null : recordRoute(rule, bucket),
        document,
        createdAt,
        transitions: isStarted ? [start(createdAt), ...transitions] : [expiry],
      };
    }),
  );
}
