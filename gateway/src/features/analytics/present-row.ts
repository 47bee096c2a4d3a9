import type { ReasonCode } from "@kyc-gateway/adapter-spec/v1";
import type { AnalyticsRow } from "@kyc-gateway/http-api";
import { readCharges, readReasonCounts, readSums, type CellSums } from "./cell-texts.ts";
import { noConnection, type Dimension } from "./dimensions.ts";
import { addUp, decisionTimes, findQuantile } from "./duration-histogram.ts";
import type { Cell, CellGroup, CellKey, ChargedCell, ReasonCell } from "./read-cells.store.ts";
import { addCosts, computeCost, presentCost, type FindRates } from "./session-costs.ts";

/** A row of a report, with names in place of ids (empty: none). Texts of several connections that had one name add up. */
export interface NamedCell extends CellKey {
  created: number;
  readonly sums: string[];
  readonly reasons: string[];
  readonly charges: string[];
}

interface Found {
  readonly cells: readonly Cell[];
  readonly reasons: readonly ReasonCell[];
  readonly charged: readonly ChargedCell[];
}

/** What connections and tenants are called, by id. */
export interface GroupNames {
  readonly names: ReadonlyMap<string, string>;
  readonly nameTenant: (tenantId: string) => string;
}

/** Gives connections and tenants their names; connections that had one name after each other become one. */
export function mergeCells({ cells, reasons, charged }: Found, names: GroupNames): readonly NamedCell[] {
  const groups = nameGroups(names);
  const merged = new Map<string, NamedCell>();
  const find = ({ startsAt, group }: CellKey): NamedCell => {
    const named = groups(group);
    const key = `${startsAt} ${named.text}`;
    const cell = merged.get(key) ?? {
      startsAt,
      group: named.group,
      created: 0,
      sums: [],
      reasons: [],
      charges: [],
    };
    merged.set(key, cell);
    return cell;
  };
  for (const row of cells) {
    const cell = find(row);
    cell.created += row.created;
    cell.sums.push(row.sums);
  }
  for (const row of reasons) find(row).reasons.push(row.reasons);
  for (const row of charged) find(row).charges.push(row.charges);
  return [...merged.values()];
}

interface NamedGroup {
  readonly group: CellGroup;
  /** Tells it from all others of a report, whose groups have the same dimensions in the same order. */
  readonly text: string;
}

/** Rows of one group share its object: it is named once. */
function nameGroups(names: GroupNames): (group: CellGroup) => NamedGroup {
  const known = new Map<CellGroup, NamedGroup>();
  return (group) => {
    const found = known.get(group) ?? nameGroup(group, names);
    known.set(group, found);
    return found;
  };
}

function nameGroup(stored: CellGroup, { names, nameTenant }: GroupNames): NamedGroup {
  const { connection, tenant } = stored;
  const connectionName = connection === noConnection ? "" : (names.get(connection ?? "") ?? "");
  const group = {
    ...stored,
    ...(tenant === undefined ? {} : { tenant: nameTenant(tenant) }),
    ...(connection === undefined ? {} : { connection: connectionName }),
  };
  return { group, text: JSON.stringify(group) };
}

type ShownGroup = Partial<Record<Dimension | "tenant", string | null>>;

/** What a row tells of its group, by what was asked for. Rows of one group share it. */
export function createShownGroups(
  groupBy: readonly (Dimension | "tenant")[],
): (group: CellGroup) => ShownGroup {
  const known = new Map<CellGroup, ShownGroup>();
  return (group) => {
    const shown =
      known.get(group) ??
      Object.fromEntries(groupBy.map((name) => [name, group[name] === "" ? null : (group[name] ?? null)]));
    known.set(group, shown);
    return shown;
  };
}

interface RowOptions {
  readonly showGroup: (group: CellGroup) => ShownGroup;
  /** Reasons of fewer sessions are left out, and one more where that would tell. */
  readonly smallest: number;
  readonly findRates: FindRates;
}

export function presentRow(cell: NamedCell, { showGroup, smallest, findRates }: RowOptions): AnalyticsRow {
  const sums = readSums(cell.sums);
  const { created, launched, seen, approved, rejected, expired, reversed, attempts } = sums;
  const decided = approved + rejected;
  const costs = readCharges(cell.charges).map((charge) =>
    computeCost(findRates(charge.connectionId, cell.startsAt), charge),
  );
  return {
    startsAt: new Date(cell.startsAt).toISOString(),
    ...showGroup(cell.group),
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
    rejectedByReason: selectReasons(readReasonCounts(cell.reasons), smallest),
    timeToDecision: describeTimes(sums),
    cost: presentCost(addCosts(costs)),
  };
}

/** The most frequent first. */
function selectReasons(
  reasons: ReadonlyMap<string, number>,
  smallest: number,
): AnalyticsRow["rejectedByReason"] {
  const sorted = [...reasons].sort(
    ([leftCode, left], [rightCode, right]) => right - left || (leftCode < rightCode ? -1 : 1),
  );
  const kept = sorted.filter(([, rejected]) => rejected >= smallest);
  const sum = sorted.slice(kept.length).reduce((total, [, rejected]) => total + rejected, 0);
  if (sum > 0 && sum < smallest) kept.pop();
  return kept.map(([code, sessions]) => ({ code: code as ReasonCode, sessions }));
}

function describeTimes(sums: CellSums): AnalyticsRow["timeToDecision"] {
  const sessions = addUp(sums.decisionTimes);
  if (sessions === 0) return null;
  const quantile = (share: number): number =>
    Math.round(findQuantile(decisionTimes, sums.decisionTimes, share) ?? 0);
  return {
    sessions,
    meanSeconds: Math.round(sums.decisionSeconds / sessions),
    p50Seconds: quantile(0.5),
    p90Seconds: quantile(0.9),
    p99Seconds: quantile(0.99),
  };
}
