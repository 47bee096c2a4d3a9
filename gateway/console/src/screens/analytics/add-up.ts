import type { Schemas } from "../../api/client.ts";
import type { AnalyticsRow } from "./use-analytics.ts";

type ReasonCode = Schemas["ReasonCode"];

/** What became of some sessions. */
export interface Totals {
  readonly created: number;
  readonly launched: number;
  readonly decided: number;
  readonly approved: number;
  readonly rejected: number;
  readonly expired: number;
  readonly open: number;
  /** Undefined: nothing was decided. */
  readonly approvalRate: number | undefined;
  readonly completion: number | undefined;
  readonly meanSeconds: number | undefined;
}

const counters = ["created", "launched", "decided", "approved", "rejected", "expired", "open"] as const;

export function addUp(rows: readonly AnalyticsRow[]): Totals {
  const sum = (read: (row: AnalyticsRow) => number) => rows.reduce((total, row) => total + read(row), 0);
  const counts = Object.fromEntries(counters.map((name) => [name, sum((row) => row[name])])) as Record<
    (typeof counters)[number],
    number
  >;
  const timed = sum(({ timeToDecision }) => timeToDecision?.sessions ?? 0);
  const seconds = sum(({ timeToDecision }) =>
    timeToDecision === null ? 0 : timeToDecision.meanSeconds * timeToDecision.sessions,
  );
  return {
    ...counts,
    approvalRate: divide(counts.approved, counts.decided),
    completion: divide(counts.decided, counts.launched),
    meanSeconds: divide(seconds, timed),
  };
}

function divide(part: number, whole: number): number | undefined {
  return whole === 0 ? undefined : part / whole;
}

/** Rows by what they are grouped by, the most sessions first. */
export function groupRows(
  rows: readonly AnalyticsRow[],
  read: (row: AnalyticsRow) => string | null | undefined,
): readonly (readonly [name: string | null, totals: Totals])[] {
  const groups = Map.groupBy(rows, (row) => read(row) ?? null);
  return [...groups]
    .map(([name, members]) => [name, addUp(members)] as const)
    .sort(([, a], [, b]) => b.created - a.created);
}

/** Reasons of rejections, the most frequent first. */
export function countReasons(
  rows: readonly AnalyticsRow[],
): readonly (readonly [code: ReasonCode, sessions: number])[] {
  const counts = new Map<ReasonCode, number>();
  for (const { code, sessions } of rows.flatMap(({ rejectedByReason }) => rejectedByReason))
    counts.set(code, (counts.get(code) ?? 0) + sessions);
  return [...counts].sort(([, a], [, b]) => b - a);
}
