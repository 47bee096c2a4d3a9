import type { AnalyticsRow } from "@kyc-gateway/http-api";
import { findVariant } from "@kyc-gateway/core";
import type { StoredStory } from "./analytics-stage.ts";

/** The numbers of one bucket and group. */
export interface PlainCount {
  readonly created: number;
  readonly launched: number;
  readonly seen: number;
  readonly decided: number;
  readonly approved: number;
  readonly rejected: number;
  readonly expired: number;
  readonly open: number;
  readonly reversed: number;
  readonly attempts: number;
  readonly reasons: Readonly<Record<string, number>>;
  readonly decidedEver: number;
  readonly meanSeconds: number | null;
}

/** What the report has to say, by a plain count of the stories: keyed by bucket and group, as JSON. */
export function countPlainly(
  stories: readonly StoredStory[],
  { groupBy, stepMs }: { groupBy: readonly string[]; stepMs: number },
): ReadonlyMap<string, PlainCount> {
  const groups = Map.groupBy(stories, (story) => {
    const { createdAt, tenant, flow, connection, route } = story;
    const isDecided = story.transitions.some(({ to }) => to === "APPROVED" || to === "REJECTED");
    const document = isDecided ? story.document : undefined;
    const values: Record<string, string | null> = {
      tenant,
      flow,
      connection,
      rule: route?.rule ?? null,
      variant: (route === null ? undefined : findVariant(route)) ?? null,
      country: document?.issuingCountry ?? null,
      documentType: document?.type ?? null,
    };
    const bucket = Math.floor(createdAt.getTime() / stepMs) * stepMs;
    return JSON.stringify([new Date(bucket).toISOString(), ...groupBy.map((name) => values[name])]);
  });
  return new Map([...groups].map(([key, group]) => [key, describeGroup(group)]));
}

const last = ({ transitions }: StoredStory) => transitions.at(-1);
const firstDecision = ({ transitions }: StoredStory) =>
  transitions.find(({ to }) => to === "APPROVED" || to === "REJECTED");
const isSeen = ({ transitions }: StoredStory): boolean =>
  transitions.some(({ to }) => ["IN_PROGRESS", "PENDING_REVIEW", "APPROVED", "REJECTED"].includes(to));

function describeGroup(group: readonly StoredStory[]): PlainCount {
  const where = (test: (story: StoredStory) => boolean): number => group.filter(test).length;
  const times = group.flatMap((story) => {
    const at = firstDecision(story)?.at;
    return at === undefined ? [] : [Math.round((at.getTime() - story.createdAt.getTime()) / 1000)];
  });
  const codes = group.flatMap((story) =>
    last(story)?.to === "REJECTED" ? [...new Set(last(story)?.reasons.map(({ code }) => code))] : [],
  );
  const approved = where((story) => last(story)?.to === "APPROVED");
  const rejected = where((story) => last(story)?.to === "REJECTED");
  const expired = where((story) => last(story)?.to === "EXPIRED");
  return {
    created: group.length,
    launched: where(({ connection }) => connection !== null),
    seen: where(isSeen),
    decided: approved + rejected,
    approved,
    rejected,
    expired,
    open: group.length - approved - rejected - expired,
    reversed: where(({ transitions }) => transitions.some(({ isReversal }) => isReversal)),
    attempts: group.reduce((sum, story) => sum + (isSeen(story) ? (last(story)?.attempt ?? 0) : 0), 0),
    reasons: Object.fromEntries(
      [...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]),
    ),
    decidedEver: times.length,
    meanSeconds: times.length === 0 ? null : Math.round(times.reduce((a, b) => a + b, 0) / times.length),
  };
}

/** A row of a report in the same form. */
export function simplifyRow(row: AnalyticsRow): PlainCount {
  const {
    startsAt: _startsAt,
    tenant: _tenant,
    flow: _flow,
    connection: _connection,
    rule: _rule,
    ...rest
  } = row;
  const {
    variant: _variant,
    country: _country,
    documentType: _type,
    cost: _cost,
    rejectedByReason,
    timeToDecision,
    ...counts
  } = rest;
  return {
    ...counts,
    reasons: Object.fromEntries(rejectedByReason.map(({ code, sessions }) => [code, sessions])),
    decidedEver: timeToDecision?.sessions ?? 0,
    meanSeconds: timeToDecision?.meanSeconds ?? null,
  };
}
