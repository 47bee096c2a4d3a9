import { Registry } from "prom-client";

interface PresentedMetrics {
  readonly contentType: string;
  readonly text: string;
}

/** In OpenMetrics, with exemplars, for whoever accepts it, as Prometheus does; in Prometheus' own text for everybody else. */
export async function presentMetrics(
  registry: Registry,
  accept: string | undefined,
): Promise<PresentedMetrics> {
  const text = await registry.metrics();
  return accept?.includes("application/openmetrics-text") === true
    ? { contentType: Registry.OPENMETRICS_CONTENT_TYPE, text }
    : { contentType: Registry.PROMETHEUS_CONTENT_TYPE, text: toPrometheusText(text) };
}

/** The library cannot write a registry that has exemplars in the older format. */
function toPrometheusText(text: string): string {
  return text
    .replace(/ # \{[^{}\n]*\} \S+ \S+$/gm, "")
    .replace(/^# HELP (\S+) (.*)\n# TYPE \1 counter$/gm, "# HELP $1_total $2\n# TYPE $1_total counter")
    .replace(/# EOF\n$/, "");
}
