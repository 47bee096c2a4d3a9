import { Gauge, type Registry } from "prom-client";
import { setTimeout as delay } from "node:timers/promises";
import { runInBackground } from "./work-scope.ts";

/** One series of each gauge: `label` is the label's value, the other columns are the gauges' values; null: none now. */
export type GaugeRow = Readonly<Record<string, string | number | null>>;

interface DatabaseGauges {
  readonly registry: Registry;
  /** The name of the only label. Absent: the gauges have none, and `read` gives one row. */
  readonly label?: string;
  /** Values of the label that are 0 when there is no row of theirs. Absent: a series is there while its row is. */
  readonly zeroFor?: readonly string[];
  /** Help texts, keyed by the metrics' names. */
  readonly gauges: Readonly<Record<string, string>>;
  /** Scrapes within this time share one `read`. */
  readonly freshForMs?: number;
  readonly read: () => Promise<readonly GaugeRow[]>;
}

/**
 * Gauges that ask the database when Prometheus asks us: the only way for a metric to do so. A database that is away, or
 * slow, is another metric's matter: these keep what was known before.
 */
export function registerDatabaseGauges(options: DatabaseGauges): void {
  const { registry, label, gauges, freshForMs = 2000 } = options;
  const labelNames = label === undefined ? [] : [label];
  const collect = shareFor(freshForMs, async () => {
    const rows = await options.read();
    for (const [name, gauge] of registered) show(gauge, listSeries(name, rows, options));
  });
  const registered = Object.entries(gauges).map(
    ([name, help]) => [name, new Gauge({ name, help, labelNames, registers: [registry], collect })] as const,
  );
}

type Series = readonly [labels: readonly string[], value: number];

function listSeries(
  name: string,
  rows: readonly GaugeRow[],
  { label, zeroFor = [] }: Pick<DatabaseGauges, "label" | "zeroFor">,
): readonly Series[] {
  const zeros = zeroFor.map((value): Series => [[value], 0]);
  const found = rows.flatMap((row): Series[] => {
    const value = row[name];
    return typeof value === "number" ? [[label === undefined ? [] : [String(row["label"])], value]] : [];
  });
  return [...zeros, ...found];
}

/** A series that is not among them is gone. */
function show(gauge: Gauge, series: readonly Series[]): void {
  gauge.reset();
  for (const [labels, value] of series) gauge.labels(...labels).set(value);
}

/** A scrape does not wait for the database any longer: it tells what was known before. */
const scrapeMs = 300;

/** Runs `work` at most once in so many milliseconds, and never beside itself. */
function shareFor(ms: number, work: () => Promise<void>): () => Promise<void> {
  let askedAt = Number.NEGATIVE_INFINITY;
  let working: Promise<void> | undefined;
  return async () => {
    if (working === undefined && performance.now() - askedAt > ms) {
      askedAt = performance.now();
      working = runInBackground(work)
        .catch(() => undefined)
        .finally(() => {
          working = undefined;
        });
    }
    await Promise.race([working, delay(scrapeMs, undefined, { ref: false })]);
  };
}
