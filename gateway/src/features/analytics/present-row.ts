import type { ReasonCode } from "@kyc-gateway/adapter-spec/v1";
import type { AnalyticsRow, PriceConfiguration } from "@kyc-gateway/http-api";
import { noConnection, type Dimension } from "./dimensions.ts";
import { decisionTimes, findQuantile } from "./duration-histogram.ts";
import type { Cell, CellGroup, ChargedCell, ReasonCell } from "./read-cells.store.ts";
import { addCosts, computeCost, presentCost, type Cost } from "./session-costs.ts";

/** With names in place of ids. Empty: none. */
export type NamedCell = Cell;
export type NamedReason = ReasonCell;

interface Found {
  readonly cells: readonly Cell[];
  readonly reasons: readonly ReasonCell[];
  readonly charged: readonly ChargedCell[];
  readonly prices: ReadonlyMap<string, readonly PriceConfiguration[]>;
  readonly names: ReadonlyMap<string, string>;
  readonly nameTenant: (tenantId: string) => string;
}

/** A bucket and group, as one text. */
export function writeGroup({ startsAt, group }: Pick<Cell, "startsAt" | "group">): string {
  return JSON.stringify([startsAt.getTime(), group]);
}

/** Gives connections and tenants their names; connections that had one name after each other become one. */
export function mergeCells({ cells, reasons, charged, prices, names, nameTenant }: Found): {
  readonly cells: readonly NamedCell[];
  readonly reasons: readonly NamedReason[];
  /** By `writeGroup`. */
  readonly costs: ReadonlyMap<string, Cost>;
} {
  const rename = <Row extends { readonly group: CellGroup }>(row: Row): Row => {
    const { connection, tenant } = row.group;
    const connectionName = connection === noConnection ? "" : (names.get(connection ?? "") ?? "");
    return {
      ...row,
      group: {
        ...row.group,
        ...(tenant === undefined ? {} : { tenant: nameTenant(tenant) }),
        ...(connection === undefined ? {} : { connection: connectionName }),
      },
    };
  };
  const costs = new Map<string, Cost>();
  for (const cell of charged.map(rename)) {
    const cost = computeCost(prices.get(cell.connectionId) ?? [], cell);
    costs.set(writeGroup(cell), addCosts(costs.get(writeGroup(cell)) ?? new Map(), cost));
  }
  return {
    costs,
    cells: merge(cells.map(rename), writeGroup, addCells),
    reasons: merge(reasons.map(rename), (row) => `${writeGroup(row)} ${row.reason}`, addReasons),
  };
}

function merge<Row>(
  rows: readonly Row[],
  keyOf: (row: Row) => string,
  add: (left: Row, right: Row) => Row,
): readonly Row[] {
  const merged = new Map<string, Row>();
  for (const row of rows) {
    const known = merged.get(keyOf(row));
    merged.set(keyOf(row), known === undefined ? row : add(known, row));
  }
  return [...merged.values()];
}

function addCells(left: Cell, right: Cell): Cell {
  return {
    ...left,
    created: left.created + right.created,
    launched: left.launched + right.launched,
    seen: left.seen + right.seen,
    approved: left.approved + right.approved,
    rejected: left.rejected + right.rejected,
    expired: left.expired + right.expired,
    reversed: left.reversed + right.reversed,
    attempts: left.attempts + right.attempts,
    decisionSeconds: left.decisionSeconds + right.decisionSeconds,
    decisionTimes: left.decisionTimes.map((count, place) => count + (right.decisionTimes[place] ?? 0)),
  };
}

function addReasons(left: ReasonCell, right: ReasonCell): ReasonCell {
  return { ...left, rejected: left.rejected + right.rejected };
}

interface RowOptions {
  readonly groupBy: readonly (Dimension | "tenant")[];
  readonly reasons: readonly NamedReason[];
  /** Reasons of fewer sessions are left out, and one more where that would tell. */
  readonly smallest: number;
  readonly cost: Cost;
}

export function presentRow(cell: NamedCell, { groupBy, reasons, smallest, cost }: RowOptions): AnalyticsRow {
  const { created, launched, seen, approved, rejected, expired, reversed, attempts } = cell;
  const decided = approved + rejected;
  return {
    startsAt: cell.startsAt.toISOString(),
    ...Object.fromEntries(
      groupBy.map((name) => [name, cell.group[name] === "" ? null : (cell.group[name] ?? null)]),
    ),
    created,
    launched,
    seen,
    decided,
    approved,
    rejected,
    expired,
    open: created - decided - expired,
    reversed,
    attempts,
    rejectedByReason: selectReasons(reasons, smallest),
    timeToDecision: describeTimes(cell),
    cost: presentCost(cost),
  };
}

function selectReasons(reasons: readonly NamedReason[], smallest: number): AnalyticsRow["rejectedByReason"] {
  const kept = reasons.filter(({ rejected }) => rejected >= smallest);
  const leftOut = reasons.filter(({ rejected }) => rejected < smallest);
  const sum = leftOut.reduce((total, { rejected }) => total + rejected, 0);
  if (sum > 0 && sum < smallest) kept.sort((left, right) => right.rejected - left.rejected).pop();
  return kept.map(({ reason, rejected }) => ({ code: reason as ReasonCode, sessions: rejected }));
}

function describeTimes(cell: Cell): AnalyticsRow["timeToDecision"] {
  const sessions = cell.decisionTimes.reduce((sum, count) => sum + count, 0);
  if (sessions === 0) return null;
  const quantile = (share: number): number =>
    Math.round(findQuantile(decisionTimes, cell.decisionTimes, share) ?? 0);
  return {
    sessions,
    meanSeconds: Math.round(cell.decisionSeconds / sessions),
    p50Seconds: quantile(0.5),
    p90Seconds: quantile(0.9),
    p99Seconds: quantile(0.99),
  };
}
