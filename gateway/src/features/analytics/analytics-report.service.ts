import {
  maxAnalyticsRows,
  smallestAnalyticsCell,
  type AnalyticsReport,
  type AnalyticsRow,
} from "@kyc-gateway/http-api";
import type { Queryable } from "../../platform/database/sql/query.ts";
import type { Database } from "../../platform/database/database.ts";
import { findConnectionIds, readConnectionNames, readPrices } from "./connection-names.store.ts";
import { everyTenant, findView, type Dimension } from "./dimensions.ts";
import { createShownGroups, mergeCells, presentRow, type NamedCell } from "./present-row.ts";
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
import { createRates, type FindRates } from "./session-costs.ts";
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
    /** Whether these are all the tenants that there are. */
    readonly isEvery: boolean;
  },
): Promise<AnalyticsReport> {
  const names = await readConnectionNames(pool);
  const query = buildQuery(question, { ...scope, dimensions: question.groupBy, names });
  const prices = await readPrices(pool);
  const reads = planReads(query, prices);
  // Of many tenants there is much to read; each statement has a connection of its own.
  const [cells, reasons, charged] = await Promise.all([
    reads.cells(pool),
    reads.reasons(pool),
    reads.charged(pool),
  ]);
  const named = mergeCells({ cells, reasons, charged }, { names, nameTenant: scope.nameTenant });
  return presentReport(question, named, { findRates: createRates(prices), suppressed: null });
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
  const query = buildQuery(whole, { tenantIds: [tenantId], isEvery: false, dimensions, names });
  const prices = await readPrices(pool);
  const reads = planReads(query, prices);
  const found = await tenants.run(tenantId, async (on) => ({
    cells: await reads.cells(on),
    reasons: await reads.reasons(on),
    charged: await reads.charged(on),
  }));
  const cells = mergeCells(found, { names, nameTenant: (id) => id });
  const shown = cells.filter(isShown(cells, dimensions));
  const isWanted = ({ startsAt, group }: NamedCell): boolean =>
    startsAt >= question.from.getTime() &&
    startsAt < question.to.getTime() &&
    Object.entries(question.filters).every(([name, value]) => group[name as Dimension] === value);
  const suppressed = { fewerThan: smallestAnalyticsCell, isAny: shown.length < cells.length };
  return presentReport(question, shown.filter(isWanted), { findRates: createRates(prices), suppressed });
}

/** What a report is made of. */
function planReads(query: CellQuery, prices: ReadonlyMap<string, unknown>) {
  // What is charged for is kept by connection: without a price list nobody asks for it.
  const view = findView([...listKept(query), "connection"]);
  return {
    cells: async (on: Queryable): Promise<readonly Cell[]> =>
      refuseTooMany(await readCells(on, query), query),
    reasons: (on: Queryable): Promise<readonly ReasonCell[]> => readReasons(on, query),
    charged: async (on: Queryable): Promise<readonly ChargedCell[]> =>
      prices.size === 0 ? [] : readCharged(on, { ...query, view }),
  };
}

/** The dimensions that a roll-up has to keep. */
function listKept({ groupBy, filters }: Pick<CellQuery, "groupBy" | "filters">): readonly Dimension[] {
  return [...groupBy.filter((dimension) => dimension !== "tenant"), ...(Object.keys(filters) as Dimension[])];
}

interface QueryScope {
  readonly tenantIds: readonly string[];
  readonly isEvery: boolean;
  readonly dimensions: readonly (Dimension | "tenant")[];
  readonly names: ReadonlyMap<string, string>;
}

function buildQuery(
  { from, to, granularity, filters }: Question,
  { tenantIds, isEvery, dimensions, names }: QueryScope,
): CellQuery {
  const values = Object.entries(filters).map(([dimension, value]): [string, readonly string[]] => [
    dimension,
    dimension === "connection" ? findConnectionIds(names, value) : [value],
  ]);
  return {
    tenantIds: isEvery && !dimensions.includes("tenant") ? [everyTenant] : tenantIds,
    view: findView(listKept({ groupBy: dimensions, filters: Object.fromEntries(values) })),
    granularity,
    from,
    to,
    groupBy: dimensions,
    filters: Object.fromEntries(values),
    limit: maxAnalyticsRows + 1,
  };
}

function refuseTooMany(cells: readonly Cell[], { limit }: CellQuery): readonly Cell[] {
  if (cells.length >= limit) throw refuseTooManyRows("groupBy");
  return cells;
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
  const days = Map.groupBy(cells, ({ startsAt }) => Math.floor(startsAt / dayMs));
  const shown = new Set<NamedCell>();
  for (const ofDay of days.values()) {
    const counts = ofDay.map((cell) => ({
      cell,
      created: cell.created,
      values: [String(cell.startsAt), ...dimensions.map((name) => cell.group[name] ?? "")],
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
    findRates,
    suppressed,
  }: { readonly findRates: FindRates; readonly suppressed: AnalyticsReport["suppressed"] },
): AnalyticsReport {
  const smallest = suppressed?.fewerThan ?? 0;
  const showGroup = createShownGroups(groupBy);
  const items = cells.map((cell): AnalyticsRow => presentRow(cell, { showGroup, smallest, findRates }));
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    granularity,
    groupBy: [...groupBy],
    items,
    suppressed,
  };
}
