import { queryRows, type Queryable } from "../../platform/database/sql/query.ts";
import { summedColumns } from "./cell-texts.ts";
import { dimensions, views, type Dimension, type Granularity, type View } from "./dimensions.ts";

/** What the dimensions of a row are, by column; connections by their id. */
export type CellGroup = Readonly<Partial<Record<Dimension | "tenant", string>>>;

/** A bucket and group; rows of one group share its object. */
export interface CellKey {
  /** Milliseconds since the epoch: the driver takes longer to read a time. */
  readonly startsAt: number;
  readonly group: CellGroup;
}

/** The sums of one bucket and group. */
export interface Cell extends CellKey {
  readonly created: number;
  /** For `readSums`. */
  readonly sums: string;
}

/** What providers charge for, of one bucket and group. */
export interface ChargedCell extends CellKey {
  /** For `readCharges`. */
  readonly charges: string;
}

/** Rejections of one bucket and group. */
export interface ReasonCell extends CellKey {
  /** For `readReasonCounts`. */
  readonly reasons: string;
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
  readonly limit: number;
}

/** The sums of every bucket and group, in the order of time. */
export async function readCells(on: Queryable, query: CellQuery): Promise<readonly Cell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const { add, group } = sumUp(query, [...query.groupBy]);
  const sums = summedColumns.map((name) => `coalesce(${add(name)}, 0)`).join(", ");
  const text = `select ${keys.select}, ${add("created")}::float8 as created, concat_ws(',', ${sums}) as sums
    from analytics_cells where ${where} and created > 0 ${group(keys.columns)} order by ${keys.columns} limit $6`;
  const rows = await queryRows<StoredKey & Pick<Cell, "created" | "sums">>(on, text, values);
  const readKey = createKeys(query);
  return rows.map((row) => ({ ...readKey(row), created: row.created, sums: row.sums }));
}

/** The same by connection, too: what providers may charge for. Apart, for most sums need no connection. */
export async function readCharged(on: Queryable, query: CellQuery): Promise<readonly ChargedCell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const { add, group } = sumUp(query, [...query.groupBy, "connection"]);
  const text = `select ${keys.select}, string_agg(concat_ws(',', charged_by, launched, decided, attempts), ',') as charges
    from (select ${keys.columns}, connection_id as charged_by, ${add("launched")} as launched,
        ${add("approved + rejected")} as decided, ${add("attempts")} as attempts
      from analytics_cells where ${where} and created > 0 ${group(`${keys.columns}, charged_by`)}) c
    group by ${keys.columns} limit $6`;
  const rows = await queryRows<StoredKey & Pick<ChargedCell, "charges">>(on, text, values);
  const readKey = createKeys(query);
  return rows.map((row) => ({ ...readKey(row), charges: row.charges }));
}

/** The same of rejections' reasons. */
export async function readReasons(on: Queryable, query: CellQuery): Promise<readonly ReasonCell[]> {
  const { where, values } = narrow(query);
  const keys = listKeys(query);
  const { add, group } = sumUp(query, [...query.groupBy]);
  const text = `select ${keys.select}, string_agg(concat_ws(',', reason, rejected), ',') as reasons from (
      select ${keys.columns}, reason, ${add("rejected")} as rejected from analytics_reasons
      where ${where} and rejected > 0 ${group(`${keys.columns}, reason`)}) r
    group by ${keys.columns} limit $6`;
  const rows = await queryRows<StoredKey & Pick<ReasonCell, "reasons">>(on, text, values);
  const readKey = createKeys(query);
  return rows.map((row) => ({ ...readKey(row), reasons: row.reasons }));
}

interface SummingUp {
  readonly add: (column: string) => string;
  readonly group: (columns: string) => string;
}

/** Where rows are told apart by all that their roll-up keeps each is a sum already; to add up thousands of one takes its time. */
function sumUp({ view, tenantIds }: CellQuery, toldApart: readonly (Dimension | "tenant")[]): SummingUp {
  const kept: readonly Dimension[] = views[view];
  const isOne = kept.every((name) => toldApart.includes(name));
  if (isOne && (tenantIds.length === 1 || toldApart.includes("tenant")))
    return { add: (column) => column, group: () => "" };
  return { add: (column) => `sum(${column})`, group: (columns) => `group by ${columns}` };
}

function columnOf(dimension: Dimension | "tenant"): string {
  return dimension === "tenant" ? "tenant_id" : dimensions[dimension];
}

function listKeys({ groupBy }: CellQuery): { readonly select: string; readonly columns: string } {
  const columns = groupBy.map(columnOf);
  return {
    select: [
      `extract(epoch from starts_at)::float8 as begin`,
      ...columns.map((column) => `${column}::text as ${column}`),
    ].join(", "),
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
    "view = $1 and granularity = $2 and starts_at >= $4 and starts_at < $5",
    // Of one tenant PostgreSQL estimates better how many rows there are.
    tenantIds.length === 1 ? "tenant_id = ($3::uuid[])[1]" : "tenant_id = any ($3::uuid[])",
    ...conditions,
  ].join(" and ");
  return {
    where,
    values: [view, granularity, tenantIds, from, to, limit, ...named.map(([, value]) => value)],
  };
}

type StoredKey = Record<string, unknown> & { readonly begin: number };

/** Reads the keys of a query's rows. */
function createKeys({ groupBy }: CellQuery): (row: StoredKey) => CellKey {
  const groups = new Map<string, CellGroup>();
  const columns = groupBy.map(columnOf);
  return (row) => {
    const values = columns.map((column) => String(row[column]));
    // No text of PostgreSQL holds what separates them.
    const text = values.join("\0");
    const known = groups.get(text);
    const group = known ?? Object.fromEntries(groupBy.map((name, index) => [name, values[index] ?? ""]));
    if (known === undefined) groups.set(text, group);
    return { startsAt: row.begin * 1000, group };
  };
}
