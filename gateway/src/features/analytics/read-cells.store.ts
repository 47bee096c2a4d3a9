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
  // As one text: the driver takes much longer to read an array.
  `concat_ws(',', ${[...decisionTimes.bounds, 0]
    .map((_, place) => `sum(decision_times[${place + 1}])`)
    .join(", ")}) as "decisionTimes"`,
].join(", ");

type StoredCell = Omit<Cell, "group" | "decisionTimes"> &
  Record<string, unknown> & { readonly decisionTimes: string };

/** The sums of every bucket and group, in the order of time. */
export async function readCells(on: Queryable, query: CellQuery): Promise<readonly Cell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const text = `select ${keys.select}, ${sums} from analytics_cells where ${where}
    group by ${keys.columns} having sum(created) > 0 order by ${keys.columns} limit $6`;
  const rows = await queryRows<StoredCell>(on, text, values);
  return rows.map((row) => ({
    ...row,
    group: readGroup(row, query),
    decisionTimes: row.decisionTimes.split(",").map(Number),
  }));
}

/** What is charged for, of one bucket, group and connection. */
export interface ChargedCell {
  readonly startsAt: Date;
  readonly group: CellGroup;
  readonly connectionId: string;
  readonly launched: number;
  readonly decided: number;
  readonly attempts: number;
}

/** The same by connection, too, as far as providers charge for it. */
export async function readCharged(
  on: Queryable,
  query: CellQuery,
  connectionIds: readonly string[],
): Promise<readonly ChargedCell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const text = `select ${keys.select}, connection_id as "connectionId", sum(launched)::float8 as launched,
      sum(approved + rejected)::float8 as decided, sum(attempts)::float8 as attempts
    from analytics_cells where ${where} and connection_id = any ($${values.length + 1}::uuid[])
    group by ${keys.columns}, connection_id limit $6`;
  const rows = await queryRows<Omit<ChargedCell, "group"> & Record<string, unknown>>(on, text, [
    ...values.slice(0, 5),
    query.limit * 30,
    ...values.slice(6),
    connectionIds,
  ]);
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
