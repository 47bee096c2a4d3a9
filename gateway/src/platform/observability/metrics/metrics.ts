import { collectDefaultMetrics, Registry, type OpenMetricsContentType } from "prom-client";
import { describeBuild } from "./build.metrics.ts";
import { jobMetrics } from "./job.metrics.ts";
import { forgetSeries, registerMetrics, showZeros, type Registered } from "./metric-definition.ts";
import { providerMetrics } from "./provider.metrics.ts";
import { requestMetrics } from "./request.metrics.ts";
import { sessionMetrics } from "./session.metrics.ts";
import { webhookMetrics } from "./webhook.metrics.ts";

/** What the gateway counts as it works. What it looks up when it is asked is beside its subject. */
export const workMetrics = {
  ...requestMetrics,
  ...providerMetrics,
  ...webhookMetrics,
  ...sessionMetrics,
  ...jobMetrics,
};

/**
 * All labels are bounded: route templates, closed vocabularies, names of configured connections, tenants and flows. No id,
 * no text of a provider.
 */
export interface Metrics extends Registered<typeof workMetrics> {
  readonly registry: Registry;
}

/** Each look at the event loop's lag wakes the process: the library's own hundred a second cost an idle one more than all else. */
const lagPrecisionMs = 100;

/** Sums of others, under names that Prometheus' own check refuses. */
const misnamed = ["resources", "handles", "requests"].map((kind) => `nodejs_active_${kind}_total`);

/** One registry for one gateway. */
export function createMetrics(): Metrics {
  // Only this format has exemplars; whoever asks for the older one is given it without them.
  const registry = new Registry();
  (registry as unknown as Registry<OpenMetricsContentType>).setContentType(Registry.OPENMETRICS_CONTENT_TYPE);
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision: lagPrecisionMs });
  for (const name of misnamed) registry.removeSingleMetric(name);
  describeBuild(registry);
  return { registry, ...registerMetrics(registry, workMetrics) };
}

/** Shows a connection, tenant or flow that is configured with 0 for everything that has not happened yet. */
export function showConfigured(
  metrics: Metrics,
  label: "connection" | "tenant" | "flow",
  name: string,
): void {
  showZeros(metrics, workMetrics, { [label]: name });
  if (label === "connection") metrics.unmappedWords.inc({ connection: name, member: "other" }, 0);
}

/** Drops what is told of a connection that is no longer configured. */
export function forgetConnection({ registry }: Metrics, name: string): Promise<void> {
  return forgetSeries(registry, "connection", name);
}
