/** How many sessions have these values, in the order of the dimensions. */
export interface SessionCount {
  readonly values: readonly string[];
  readonly created: number;
}

/** The counts of one set of dimensions, and which of them are held back. */
interface Table {
  readonly counts: ReadonlyMap<string, SessionCount>;
  readonly hidden: Set<string>;
}

/**
 * Which counts of a day may be shown, so that no count below `smallest` is shown or can be computed from what may be:
 *
 * 1. The counts are summed up for every subset of the dimensions, as other queries would get them.
 * 2. Beginning with the fewest dimensions, a count is held back when it is small, or when it is part of one that is held
 *    back: its parts would add up to it.
 * 3. Of the parts of a shown count those held back must be two and come to `smallest` together; until then the smallest
 *    of the others is held back, too.
 *
 * What comes of a subset depends on that subset alone, not on who asked for it: answers cannot be played off against each
 * other. A count of nothing is not there, as if it were held back.
 */
export function findShown(counts: readonly SessionCount[], smallest: number): ReadonlySet<SessionCount> {
  const width = counts[0]?.values.length ?? 0;
  const tables = new Map<number, Table>();
  for (const subset of listSubsets(width)) {
    const table = sumUp(counts, subset);
    hideParts(table, subset, { tables, smallest });
    tables.set(subset, table);
  }
  const whole = 2 ** width - 1;
  const { hidden } = tables.get(whole) ?? { hidden: new Set<string>() };
  return new Set(counts.filter(({ values }) => !hidden.has(writeKey(values, whole))));
}

/** Subsets of the dimensions as bits, each after those that it contains. */
function listSubsets(width: number): readonly number[] {
  return Array.from({ length: 2 ** width }, (_, subset) => subset);
}

function has(subset: number, dimension: number): boolean {
  return Math.floor(subset / 2 ** dimension) % 2 === 1;
}

/** No value holds what separates them. */
function writeKey(values: readonly string[], subset: number): string {
  return values.filter((_, dimension) => has(subset, dimension)).join("\0");
}

function sumUp(counts: readonly SessionCount[], subset: number): Table {
  const sums = new Map<string, SessionCount>();
  for (const { values, created } of counts) {
    const key = writeKey(values, subset);
    sums.set(key, { values, created: created + (sums.get(key)?.created ?? 0) });
  }
  return { counts: sums, hidden: new Set() };
}

interface Rules {
  readonly tables: ReadonlyMap<number, Table>;
  readonly smallest: number;
}

function hideParts(table: Table, subset: number, { tables, smallest }: Rules): void {
  const wholes = [...tables].filter(([other]) => isOneLess(other, subset));
  for (const [key, { values, created }] of table.counts) {
    const isPart = wholes.some(([other, whole]) => whole.hidden.has(writeKey(values, other)));
    if (created < smallest || isPart) table.hidden.add(key);
  }
  const lines = wholes.flatMap(([other, whole]) => listLines(table, other, whole));
  while (lines.map((line) => hideAnother(table, line, smallest)).some(Boolean));
}

function isOneLess(other: number, subset: number): boolean {
  const difference = subset - other;
  return difference > 0 && Number.isInteger(Math.log2(difference)) && has(subset, Math.log2(difference));
}

/** The keys of the parts of each shown count, the largest first. */
function listLines({ counts }: Table, other: number, whole: Table): readonly (readonly string[])[] {
  const lines = new Map<string, string[]>();
  const largestFirst = [...counts].sort(
    ([leftKey, left], [rightKey, right]) => right.created - left.created || (leftKey < rightKey ? -1 : 1),
  );
  for (const [key, { values }] of largestFirst) {
    const line = writeKey(values, other);
    const keys = lines.get(line) ?? [];
    keys.push(key);
    lines.set(line, keys);
  }
  return [...lines].filter(([line]) => !whole.hidden.has(line)).map(([, keys]) => keys);
}

/** Whether one more had to be held back. */
function hideAnother({ counts, hidden }: Table, line: readonly string[], smallest: number): boolean {
  const held = line.filter((key) => hidden.has(key));
  const sum = held.reduce((total, key) => total + (counts.get(key)?.created ?? 0), 0);
  if (held.length === 0 || (held.length > 1 && sum >= smallest)) return false;
  const next = line.findLast((key) => !hidden.has(key));
  if (next === undefined) return false;
  hidden.add(next);
  return true;
}
