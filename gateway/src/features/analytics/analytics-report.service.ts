import {
  maxAnalyticsRows,
  smallestAnalyticsCell,
  type AnalyticsReport,
  type AnalyticsRow,
} from "@kyc-gateway/http-api";
import type { Queryable } from "../../platform/database/sql/query.ts";
import type { Database } from "../../platform/database/database.ts";
import { findConnectionIds, readConnectionNames, readPrices } from "./connection-names.store.ts";
import { findView, type Dimension } from "./dimensions.ts";
import { mergeCells, presentRow, writeGroup, type NamedCell, type NamedReason } from "./present-row.ts";
import {
  readCells,
  readCharged,
  readReasons,
  type Cell,
  type CellQuery,
  type ChargedCell,
  type ReasonCell,
} from "./read-cells.store.ts";
import { refuseTooManyRows, type Question } from "./read-question.ts";
import type { Cost } from "./session-costs.ts";
import { findShown } from "./suppress-small-cells.ts";

type OwnQuestion = Question & { readonly groupBy: readonly Dimension[] };

type Parts = Pick<Database, "pool" | "tenants">;

/** Names of tenants by id. */
type NameTenant = (tenantId: string) => string;

/** Everything, for operators. */
export async function reportAll(
  { pool }: Parts,
  question: Question,
  scope: {
    readonly tenantIds: readonly string[];
    readonly nameTenant: NameTenant;
    /** Whether the whole time is one bucket. */
    readonly isWhole?: boolean;
  },
): Promise<AnalyticsReport> {
  const names = await readConnectionNames(pool);
  const { isWhole = false } = scope;
  const query = { ...buildQuery(question, { ...scope, dimensions: question.groupBy, names }), isWhole };
  const prices = await readPrices(pool);
  const found = await readAll(pool, query, isWhole ? new Map() : prices);
  const named = mergeCells({ ...found, prices, names, nameTenant: scope.nameTenant });
  return presentReport(question, named.cells, { ...named, suppressed: null });
}

/**
 * A tenant's own. Read whole and narrowed here: what may be shown depends on the sessions that a filter leaves out, too.
 */
export async function reportOwn(
  { pool, tenants }: Parts,
  question: OwnQuestion,
  tenantId: string,
): Promise<AnalyticsReport> {
  const names = await readConnectionNames(pool);
  const filters = Object.keys(question.filters) as Dimension[];
  const dimensions = [...new Set([...question.groupBy, ...filters])];
  const whole = { ...question, ...widenToDays(question), filters: {} };
  const query = buildQuery(whole, { tenantIds: [tenantId], dimensions, names });
  const prices = await readPrices(pool);
  const found = await tenants.run(tenantId, (on) => readAll(on, query, prices));
  const named = mergeCells({ ...found, prices, names, nameTenant: (id) => id });
  const shown = named.cells.filter(isShown(named.cells, dimensions));
  const isWanted = ({ startsAt, group }: NamedCell | NamedReason): boolean =>
    startsAt >= question.from &&
    startsAt < question.to &&
    Object.entries(question.filters).every(([name, value]) => group[name as Dimension] === value);
  const suppressed = { fewerThan: smallestAnalyticsCell, isAny: shown.length < named.cells.length };
  return presentReport(question, shown.filter(isWanted), { ...named, suppressed });
}

type Prices = Awaited<ReturnType<typeof readPrices>>;

interface FoundCells {
  readonly cells: readonly Cell[];
  readonly reasons: readonly ReasonCell[];
  readonly charged: readonly ChargedCell[];
}

/** What is charged is kept by connection: without a price list nobody asks for it. */
async function readAll(on: Queryable, query: CellQuery, prices: Prices): Promise<FoundCells> {
  const cells = await readCells(on, query);
  refuseTooMany(cells.length, query.limit);
  const reasons = await readReasons(on, query);
  if (prices.size === 0) return { cells, reasons, charged: [] };
  const used = [...query.groupBy.filter((name) => name !== "tenant"), ...Object.keys(query.filters)];
  const view = findView([...(used as Dimension[]), "connection"]);
  return { cells, reasons, charged: await readCharged(on, { ...query, view }, [...prices.keys()]) };
}

interface QueryScope {
  readonly tenantIds: readonly string[];
  readonly dimensions: readonly (Dimension | "tenant")[];
  readonly names: ReadonlyMap<string, string>;
}

function buildQuery(
  { from, to, granularity, filters }: Question,
  { tenantIds, dimensions, names }: QueryScope,
): CellQuery {
  const kept = dimensions.filter((dimension) => dimension !== "tenant");
  const view = findView([...kept, ...(Object.keys(filters) as Dimension[])]);
  const values = Object.entries(filters).map(([dimension, value]): [string, readonly string[]] => [
    dimension,
    dimension === "connection" ? findConnectionIds(names, value) : [value],
  ]);
  return {
    tenantIds,
    view,
    granularity,
    from,
    to,
    groupBy: dimensions,
    filters: Object.fromEntries(values),
    limit: maxAnalyticsRows + 1,
  };
}

function refuseTooMany(rows: number, limit: number): void {
  if (rows >= limit) throw refuseTooManyRows("groupBy");
}

const dayMs = 24 * 60 * 60 * 1000;

/** Hours are parts of their day. */
function widenToDays({ from, to }: Question): Pick<Question, "from" | "to"> {
  return {
    from: new Date(Math.floor(from.getTime() / dayMs) * dayMs),
    to: new Date(Math.ceil(to.getTime() / dayMs) * dayMs),
  };
}

/** Day by day; of a day its hours are one dimension more. */
function isShown(
  cells: readonly NamedCell[],
  dimensions: readonly Dimension[],
): (cell: NamedCell) => boolean {
  const days = Map.groupBy(cells, ({ startsAt }) => Math.floor(startsAt.getTime() / dayMs));
  const shown = new Set<NamedCell>();
  for (const ofDay of days.values()) {
    const counts = ofDay.map((cell) => ({
      cell,
      created: cell.created,
      values: [cell.startsAt.toISOString(), ...dimensions.map((name) => cell.group[name] ?? "")],
    }));
    const found = findShown(counts, smallestAnalyticsCell);
    for (const count of counts) if (found.has(count)) shown.add(count.cell);
  }
  return (cell) => shown.has(cell);
}

function presentReport(
  { from, to, granularity, groupBy }: Question,
  cells: readonly NamedCell[],
  {
    reasons,
    costs,
    suppressed,
  }: {
    readonly reasons: readonly NamedReason[];
    readonly costs: ReadonlyMap<string, Cost>;
    readonly suppressed: AnalyticsReport["suppressed"];
  },
): AnalyticsReport {
  const byGroup = Map.groupBy(reasons, writeGroup);
  const smallest = suppressed?.fewerThan ?? 0;
  const items = cells.map((cell): AnalyticsRow =>
    presentRow(cell, {
      groupBy,
      smallest,
      reasons: byGroup.get(writeGroup(cell)) ?? [],
      cost: costs.get(writeGroup(cell)) ?? new Map(),
    }),
  );
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    granularity,
    groupBy: [...groupBy],
    items,
    suppressed,
  };
}
