import type { ConfigurationSnapshot } from "../features/configuration/configuration-snapshot.ts";
import { mostFlows, mostTenants } from "../platform/observability/metrics/label-bound.ts";
import { forgetConnection, showConfigured, type Metrics } from "../platform/observability/metrics/metrics.ts";

/** Makes the metrics follow the configuration: what is new is shown with 0, what is gone is not told of any more. */
export async function showConfiguration(
  metrics: Metrics,
  { previous, next }: { readonly previous: ConfigurationSnapshot; readonly next: ConfigurationSnapshot },
): Promise<void> {
  for (const name of next.connectionsByName.keys()) showConfigured(metrics, "connection", name);
  for (const name of [...next.tenants.keys()].slice(0, mostTenants)) showConfigured(metrics, "tenant", name);
  for (const name of listFlowNames(next).slice(0, mostFlows)) showConfigured(metrics, "flow", name);
  for (const name of previous.connectionsByName.keys())
    if (!next.connectionsByName.has(name)) await forgetConnection(metrics, name);
}

function listFlowNames({ flows }: ConfigurationSnapshot): readonly string[] {
  return [...new Set([...flows.values()].flatMap((ofTenant) => [...ofTenant.keys()]))];
}
