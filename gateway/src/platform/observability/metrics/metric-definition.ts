import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** All values that a label can have; `"open"`: those that only the configuration or the routes know. */
type LabelValues = readonly string[] | "open";
export type MetricLabels = Readonly<Record<string, LabelValues>>;
type MetricKind = "counter" | "gauge" | "histogram";

/** What a metric is, beside the gateway that counts with it: dashboards and rules are made from the same. */
export interface MetricDefinition<
  Kind extends MetricKind = MetricKind,
  Labels extends MetricLabels = MetricLabels,
> {
  readonly kind: Kind;
  readonly name: string;
  readonly help: string;
  readonly labels: Labels;
  /** Upper bounds, of a histogram. */
  readonly buckets?: readonly number[];
  /** Whether observations name the trace that they belong to. */
  readonly hasExemplars?: boolean;
}
export type MetricDefinitions = Readonly<Record<string, MetricDefinition>>;

interface Described<Labels extends MetricLabels> {
  readonly help: string;
  readonly labels: Labels;
}
interface DescribedHistogram<Labels extends MetricLabels> extends Described<Labels> {
  readonly buckets: readonly number[];
  readonly hasExemplars?: boolean;
}

/** Its name ends with `_total`. */
export const defineCounter = <const Labels extends MetricLabels>(
  name: `kyc_${string}_total`,
  described: Described<Labels>,
): MetricDefinition<"counter", Labels> => ({ kind: "counter", name, ...described });

export const defineGauge = <const Labels extends MetricLabels>(
  name: `kyc_${string}`,
  described: Described<Labels>,
): MetricDefinition<"gauge", Labels> => ({ kind: "gauge", name, ...described });

export const defineHistogram = <const Labels extends MetricLabels>(
  name: `kyc_${string}`,
  described: DescribedHistogram<Labels>,
): MetricDefinition<"histogram", Labels> => ({ kind: "histogram", name, ...described });

type LabelName<Labels> = keyof Labels & string;
/** The metrics that definitions describe. */
export type Registered<Definitions> = {
  readonly [Key in keyof Definitions]: Definitions[Key] extends MetricDefinition<infer Kind, infer Labels>
    ? Kind extends "counter"
      ? Counter<LabelName<Labels>>
      : Kind extends "gauge"
        ? Gauge<LabelName<Labels>>
        : Histogram<LabelName<Labels>>
    : never;
};

/** Makes the metrics. Where every label is closed, each of its values is there from the start. */
export function registerMetrics<Definitions extends MetricDefinitions>(
  registry: Registry,
  definitions: Definitions,
): Registered<Definitions> {
  const metrics = Object.entries(definitions).map(([key, definition]) => [
    key,
    register(registry, definition),
  ]);
  const registered = Object.fromEntries(metrics) as Registered<Definitions>;
  showZeros(registered, definitions, {});
  return registered;
}

/** Makes a gauge whose value is looked up when somebody asks. */
export function registerGauge<Labels extends MetricLabels>(
  registry: Registry,
  definition: MetricDefinition<"gauge", Labels>,
  look: (gauge: Gauge<LabelName<Labels>>) => void,
): void {
  const gauge: Gauge = new Gauge({
    ...describe(registry, definition),
    collect: () => look(gauge),
  });
}

function register(registry: Registry, definition: MetricDefinition): Counter | Gauge | Histogram {
  const described = describe(registry, definition);
  if (definition.kind === "counter") return new Counter(described);
  if (definition.kind === "gauge") return new Gauge(described);
  const { buckets = [], hasExemplars = false } = definition;
  return new Histogram({ ...described, buckets: [...buckets], enableExemplars: hasExemplars });
}

function describe(registry: Registry, { name, help, labels }: MetricDefinition) {
  return { name, help, labelNames: Object.keys(labels), registers: [registry] };
}

/**
 * Shows 0 for every closed value of the metrics whose open labels are exactly the `known` ones: a rate over a series that
 * begins at 1 misses the first event. Counts that are there stay.
 */
export function showZeros<Definitions extends MetricDefinitions>(
  metrics: Registered<Definitions>,
  definitions: Definitions,
  known: Readonly<Record<string, string>>,
): void {
  const names = Object.keys(known).sort().join();
  for (const [key, definition] of Object.entries(definitions)) {
    const open = Object.keys(definition.labels).filter((name) => definition.labels[name] === "open");
    if (open.sort().join() !== names) continue;
    const metric = (metrics as Readonly<Record<string, Counter | Gauge | Histogram>>)[key];
    for (const labels of combine(definition.labels, known)) showZero(metric, labels);
  }
}

function showZero(metric: Counter | Gauge | Histogram | undefined, labels: Record<string, string>): void {
  // An unlabelled metric is there by itself.
  if (metric === undefined || Object.keys(labels).length === 0) return;
  if (!(metric instanceof Histogram)) metric.inc(labels, 0);
  else if (!hasSeries(metric, labels)) metric.zero(labels);
}

/** The library tells the series of a histogram only asynchronously. */
function hasSeries(histogram: Histogram, labels: Record<string, string>): boolean {
  const { hashMap } = histogram as unknown as {
    hashMap: Record<string, { labels: Record<string, string> }>;
  };
  return Object.values(hashMap).some((series) =>
    Object.entries(labels).every(([name, value]) => series.labels[name] === value),
  );
}

function combine(
  labels: MetricLabels,
  known: Readonly<Record<string, string>>,
): readonly Record<string, string>[] {
  return Object.entries(labels).reduce<readonly Record<string, string>[]>(
    (rows, [name, values]) => {
      const given = values === "open" ? [known[name] ?? ""] : values;
      return rows.flatMap((row) => given.map((value) => ({ ...row, [name]: value })));
    },
    [{}],
  );
}

/** Drops every series of what is no longer configured: a breaker that was open then would stay open for ever. */
export async function forgetSeries(registry: Registry, label: string, value: string): Promise<void> {
  for (const metric of registry.getMetricsAsArray() as unknown as readonly Forgettable[]) {
    const { labelNames = [] } = metric;
    if (!labelNames.includes(label)) continue;
    const { values } = await metric.get();
    const gone = values.filter(({ labels }) => labels[label] === value);
    for (const { labels } of gone) metric.remove(pick(labels, labelNames));
  }
}

interface Forgettable {
  readonly labelNames?: readonly string[];
  get(): Promise<{ readonly values: readonly { readonly labels: Readonly<Record<string, string>> }[] }>;
  remove(labels: Record<string, string>): void;
}

function pick(labels: Readonly<Record<string, string>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(names.map((name) => [name, labels[name] ?? ""]));
}
