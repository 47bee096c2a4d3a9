import type { MetricDefinition, MetricLabels } from "@kyc-gateway/gateway";

/** What a label must be: one value, or one of several. */
type Matcher = string | readonly string[];
interface Matchers<Labels extends MetricLabels> {
  /** Values that a closed label does not have do not compile. */
  readonly is?: { readonly [Name in keyof Labels]?: ValueOf<Labels[Name]> };
  readonly not?: { readonly [Name in keyof Labels]?: ValueOf<Labels[Name]> };
  /** Regular expressions, for open labels. */
  readonly like?: { readonly [Name in keyof Labels]?: string };
}
type ValueOf<Values> = Values extends readonly (infer Value extends string)[]
  ? Value | readonly Value[]
  : Matcher;

/** The series of a counter or a gauge. */
export function select<Labels extends MetricLabels>(
  { name }: MetricDefinition<"counter" | "gauge", Labels>,
  matchers: Matchers<Labels> = {},
): string {
  return write(name, matchers);
}

/** The buckets of a histogram, up to `le` where it is given. */
export function selectBuckets<Labels extends MetricLabels>(
  { name, buckets = [] }: MetricDefinition<"histogram", Labels>,
  { le, ...matchers }: Matchers<Labels> & { readonly le?: number } = {},
): string {
  if (le !== undefined && !buckets.includes(le)) throw new Error(`${name} has no bucket up to ${le}.`);
  return write(`${name}_bucket`, matchers, le === undefined ? [] : [`le="${le}"`]);
}

/** How often a histogram observed something. */
export function selectCount<Labels extends MetricLabels>(
  { name }: MetricDefinition<"histogram", Labels>,
  matchers: Matchers<Labels> = {},
): string {
  return write(`${name}_count`, matchers);
}

export const rate = (series: string, range: string): string => `rate(${series}[${range}])`;
export const sum = (by: readonly string[], inner: string): string => aggregate("sum", by, inner);
export const max = (by: readonly string[], inner: string): string => aggregate("max", by, inner);
export const min = (by: readonly string[], inner: string): string => aggregate("min", by, inner);

/** A quantile of a histogram over `range`, by labels. */
export function quantile<Labels extends MetricLabels>(
  q: number,
  definition: MetricDefinition<"histogram", Labels>,
  {
    by = [],
    range,
    ...matchers
  }: Matchers<Labels> & { by?: readonly (keyof Labels & string)[]; range: string },
): string {
  const buckets = rate(selectBuckets(definition, matchers as Matchers<Labels>), range);
  return `histogram_quantile(${q}, ${sum([...by, "le"], buckets)})`;
}

function aggregate(operator: string, by: readonly string[], inner: string): string {
  return by.length === 0 ? `${operator}(${inner})` : `${operator} by (${by.join(", ")}) (${inner})`;
}

function write<Labels extends MetricLabels>(
  name: string,
  { is = {}, not = {}, like = {} }: Matchers<Labels>,
  more: readonly string[] = [],
): string {
  const parts = [...list(is, "=", "=~"), ...list(not, "!=", "!~"), ...list(like, "=~", "=~"), ...more];
  return parts.length === 0 ? name : `${name}{${parts.join(",")}}`;
}

function list(matchers: object, one: string, several: string): readonly string[] {
  return Object.entries(matchers as Record<string, Matcher>).map(([label, value]) =>
    typeof value === "string" ? `${label}${one}"${value}"` : `${label}${several}"${value.join("|")}"`,
  );
}
