import type { Registry } from "prom-client";
import { defineGauge, registerGauge } from "../../platform/observability/metrics/metric-definition.ts";
import type { CurrentConfiguration } from "./current-configuration.ts";

export const configurationMetrics = {
  unusableConnections: defineGauge("kyc_connections_unusable", {
    help: "Connections that are stored and cannot be used: their adapter is not loaded, or refuses their settings.",
    labels: {},
  }),
};

export function registerConfigurationMetrics(
  registry: Registry,
  configuration: Pick<CurrentConfiguration, "current">,
): void {
  registerGauge(registry, configurationMetrics.unusableConnections, (gauge) =>
    gauge.set(configuration.current.broken.length),
  );
}
