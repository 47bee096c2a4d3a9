import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import { dimensions, type Dimension, type Granularity, type View } from "./dimensions.ts";
import { decisionTimes } from "./duration-histogram.ts";

/** What the dimensions of a row are, by column; connections by their id. */
export type CellGroup = Readonly<Partial<Record<Dimension | "tenant", string>>>;

/** The sums of one bucket and group. */
export interface Cell {
  readonly startsAt: Date;
  readonly group: CellGroup;
  readonly created: number;
  readonly launched: number;
  readonly seen: number;
  readonly approved: number;
  readonly rejected: number;
  readonly expired: number;
  readonly reversed: number;
  readonly attempts: number;
  readonly decisionSeconds: number;
  /** By place of the histogram. */
  readonly decisionTimes: readonly number[];
}

/** Rejections of one bucket and group, by reason. */
export interface ReasonCell {
  readonly startsAt: Date;
  readonly group: CellGroup;
  readonly reason: string;
  readonly rejected: number;
}

export interface CellQuery {
  readonly tenantIds: readonly string[];
  readonly view: View;
  readonly granularity: Granularity;
  readonly from: Date;
  readonly to: Date;
  readonly groupBy: readonly (Dimension | "tenant")[];
  /** Of each dimension the values that count. */
  readonly filters: Readonly<Partial<Record<Dimension, readonly string[]>>>;
  /** Whether the whole time is one bucket. */
  readonly isWhole?: boolean;
  readonly limit: number;
}

const counters = [
  "created",
  "launched",
  "seen",
  "approved",
  "rejected",
  "expired",
  "reversed",
  "attempts",
] as const;

const sums = [
  ...counters.map((name) => `sum(${name})::float8 as ${name}`),
  `sum(decision_seconds)::float8 as "decisionSeconds"`,
  `array[${[...decisionTimes.bounds, 0]
    .map((_, place) => `sum(decision_times[${place + 1}])::float8`)
    .join(", ")}] as "decisionTimes"`,
].join(", ");

/** The sums of every bucket and group, in the order of time. */
export async function readCells(on: Queryable, query: CellQuery): Promise<readonly Cell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const text = `select ${keys.select}, ${sums} from analytics_cells where ${where}
    group by ${keys.columns} having sum(created) > 0 order by ${keys.columns} limit $6`;
  const rows = await queryRows<Omit<Cell, "group"> & Record<string, unknown>>(on, text, values);
  return rows.map((row) => ({ ...row, group: readGroup(row, query) }));
}

/** The same of rejections' reasons. */
export async function readReasons(on: Queryable, query: CellQuery): Promise<readonly ReasonCell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const text = `select ${keys.select}, reason, sum(rejected)::float8 as rejected from analytics_reasons where ${where}
    group by ${keys.columns}, reason having sum(rejected) > 0 order by ${keys.columns}, sum(rejected) desc, reason limit $6`;
  const rows = await queryRows<Omit<ReasonCell, "group"> & Record<string, unknown>>(on, text, [
    ...values.slice(0, 5),
    query.limit * 30,
    ...values.slice(6),
  ]);
  return rows.map((row) => ({ ...row, group: readGroup(row, query) }));
}

function columnOf(dimension: Dimension | "tenant"): string {
  return dimension === "tenant" ? "tenant_id" : dimensions[dimension];
}

function listKeys({ groupBy }: CellQuery): { readonly select: string; readonly columns: string } {
  const columns = groupBy.map(columnOf);
  return {
    select: [`starts_at as "startsAt"`, ...columns.map((column) => `${column}::text as ${column}`)].join(
      ", ",
    ),
    columns: ["starts_at", ...columns].join(", "),
  };
}

function narrow({ view, granularity, tenantIds, from, to, limit, filters }: CellQuery): {
  readonly where: string;
  readonly values: readonly unknown[];
} {
  const named = Object.entries(filters) as [Dimension, readonly string[]][];
  const conditions = named.map(
    ([dimension], index) => `${dimensions[dimension]}::text = any ($${index + 7}::text[])`,
  );
  const where = [
    "view = $1 and granularity = $2 and tenant_id = any ($3::uuid[]) and starts_at >= $4 and starts_at < $5",
    ...conditions,
  ].join(" and ");
  return {
    where,
    values: [view, granularity, tenantIds, from, to, limit, ...named.map(([, value]) => value)],
  };
}

function readGroup(row: Readonly<Record<string, unknown>>, { groupBy }: CellQuery): CellGroup {
  return Object.fromEntries(groupBy.map((dimension) => [dimension, String(row[columnOf(dimension)])]));
}
