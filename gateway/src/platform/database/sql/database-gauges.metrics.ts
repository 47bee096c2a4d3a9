import { Gauge, type Registry } from "prom-client";
import { setTimeout as delay } from "node:timers/promises";
import { defineGauge, type MetricDefinition } from "../../observability/metrics/metric-definition.ts";
import { runInBackground } from "./work-scope.ts";

/**
 * One series of each gauge: `label`, or the columns that are named like the labels, are the labels' values; the other
 * columns are the gauges' values; null: none now.
 */
export type GaugeRow = Readonly<Record<string, string | number | null>>;
type GaugeDefinition = MetricDefinition<"gauge">;

interface DatabaseGauges {
  readonly registry: Registry;
  /** What they are about; the age of their values has it as a label. */
  readonly group: string;
  /** What is told. Of a closed label each value is there, with 0 where it has no row. */
  readonly gauges: Readonly<Record<string, GaugeDefinition>>;
  /** Scrapes within this time share one `read`. */
  readonly freshForMs?: number;
  readonly read: () => Promise<readonly GaugeRow[]>;
}

export const databaseGaugeMetrics = {
  gaugesAge: defineGauge("kyc_database_gauges_age_seconds", {
    help: "Age of the values that are looked up in the database, by what they are about: a scrape never waits for the database, and tells what was last known.",
    labels: { group: "open" },
  }),
};

/**
 * Gauges that ask the database when Prometheus asks us: the only way for a metric to do so. A database that is away, or
 * slow, is another metric's matter: these keep what was known before, and tell how old it is.
 */
export function registerDatabaseGauges(options: DatabaseGauges): void {
  const { registry, group, gauges, freshForMs = 2000 } = options;
  let readAt = performance.now();
  const collect = shareFor(freshForMs, async () => {
    const rows = await options.read();
    readAt = performance.now();
    for (const [definition, gauge] of registered) show(gauge, listSeries(definition, rows));
  });
  const registered = Object.values(gauges).map((definition) => {
    const { name, help, labels } = definition;
    const gauge = new Gauge({ name, help, labelNames: Object.keys(labels), registers: [registry], collect });
    return [definition, gauge] as const;
  });
  listAges(registry).set(group, () => (performance.now() - readAt) / 1000);
}

type Ages = Map<string, () => number>;
const agesOf = new WeakMap<Registry, Ages>();

/** One gauge for all groups of a registry. */
function listAges(registry: Registry): Ages {
  const known = agesOf.get(registry);
  if (known !== undefined) return known;
  const ages: Ages = new Map();
  agesOf.set(registry, ages);
  const { name, help, labels } = databaseGaugeMetrics.gaugesAge;
  const gauge: Gauge = new Gauge({
    name,
    help,
    labelNames: Object.keys(labels),
    registers: [registry],
    collect() {
      for (const [group, readAge] of ages) gauge.labels(group).set(readAge());
    },
  });
  return ages;
}

type Series = readonly [labels: readonly string[], value: number];

function listSeries({ name, labels }: GaugeDefinition, rows: readonly GaugeRow[]): readonly Series[] {
  const names = Object.keys(labels);
  const [closed] = Object.values(labels);
  const zeros = names.length === 1 && closed !== undefined && closed !== "open" ? closed : [];
  const found = rows.flatMap((row): Series[] => {
    const value = row[name];
    return typeof value === "number"
      ? [[names.map((label) => String(row[label] ?? row["label"])), value]]
      : [];
  });
  return [...zeros.map((value): Series => [[value], 0]), ...found];
}

/** A series that is not among them is gone. */
function show(gauge: Gauge, series: readonly Series[]): void {
  gauge.reset();
  for (const [labels, value] of series) gauge.labels(...labels).set(value);
}

/** A scrape does not wait for the database any longer: it tells what was known before. */
const scrapeMs = 100;

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
