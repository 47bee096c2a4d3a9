import { maxAnalyticsRows, type ProviderCallReport, type ProviderCallRow } from "@kyc-gateway/http-api";
import type { Queryable } from "../../platform/database/sql/query.ts";
import { callDurations, findQuantile } from "./duration-histogram.ts";
import { readCalls, type CallCount } from "./provider-calls.store.ts";
import { refuseTooManyRows, type Question } from "./read-question.ts";

/** Fewer calls than this say too much about the sessions behind them. */
const fewestCalls = 10;

interface CallQuestion extends Pick<Question, "from" | "to" | "granularity"> {
  readonly connections: readonly string[];
  /** Whether small numbers are told, and none is rounded. */
  readonly isExact: boolean;
}

export async function reportCalls(on: Queryable, question: CallQuestion): Promise<ProviderCallReport> {
  const { from, to, granularity, isExact } = question;
  // One more than an answer may have; each row has several outcomes.
  const limit = maxAnalyticsRows * 8;
  const counts = await readCalls(on, { ...question, limit });
  const groups = Map.groupBy(counts, ({ startsAt, connection, operation }) =>
    JSON.stringify([startsAt, connection, operation]),
  );
  if (counts.length === limit || groups.size > maxAnalyticsRows) throw refuseTooManyRows("granularity");
  const items = [...groups.values()].map((group) => presentCalls(group, isExact));
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    granularity,
    items: isExact ? items : items.filter(({ calls }) => calls >= fewestCalls),
  };
}

function presentCalls(group: readonly CallCount[], isExact: boolean): ProviderCallRow {
  const calls = group.reduce((sum, count) => sum + count.calls, 0);
  const durations = [...callDurations.bounds, 0].map((_, place) =>
    group.reduce((sum, count) => sum + (count.durations[place] ?? 0), 0),
  );
  const share = (part: number): number => (isExact ? part / calls : Math.round((part / calls) * 100) / 100);
  const quantile = (wanted: number): number =>
    Math.round(findQuantile(callDurations, durations, wanted) ?? 0);
  const failures = group.filter(({ outcome }) => outcome !== "ok");
  const [{ startsAt, connection, operation } = { startsAt: new Date(0), connection: "", operation: "" }] =
    group;
  return {
    startsAt: startsAt.toISOString(),
    connection,
    operation,
    calls: isExact ? calls : Math.floor(calls / 10) * 10,
    failedShare: share(failures.reduce((sum, count) => sum + count.calls, 0)),
    failures: failures.map(({ outcome, calls: failed }) => ({ outcome, share: share(failed) })),
    meanMs: Math.round(group.reduce((sum, count) => sum + count.durationMs, 0) / calls),
    p50Ms: quantile(0.5),
    p90Ms: quantile(0.9),
    p99Ms: quantile(0.99),
  };
}
