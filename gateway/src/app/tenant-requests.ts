import type { FastifyInstance } from "fastify";
import type { CurrentConfiguration } from "../features/configuration/current-configuration.ts";
import { createTenantNames } from "../features/configuration/find-tenant.ts";
import type { ConfigurationSnapshot } from "../features/configuration/configuration-snapshot.ts";
import { createLabelBound, mostTenants } from "../platform/observability/metrics/label-bound.ts";
import type { Metrics } from "../platform/observability/metrics/metrics.ts";

/** Counts each tenant's requests, by how they ended. Gives what counts those that the framework never sees. */
export function countTenantRequests(
  app: FastifyInstance,
  { metrics, configuration }: { readonly metrics: Metrics; readonly configuration: CurrentConfiguration },
): (tenantId: string, status: number) => void {
  const namesOf = new WeakMap<ConfigurationSnapshot, (tenantId: string) => string>();
  const bound = createLabelBound(mostTenants);
  const findName = (tenantId: string): string => {
    const { current } = configuration;
    const names = namesOf.get(current) ?? createTenantNames(current);
    namesOf.set(current, names);
    return bound(names(tenantId));
  };
  const count = (tenantId: string, status: number): void =>
    metrics.tenantRequests.inc({ tenant: findName(tenantId), outcome: nameOutcome(status) });
  app.addHook("onResponse", (request, reply, done) => {
    // Not set outside of the products' scopes.
    const { tenantId = "" } = request as Partial<Pick<typeof request, "tenantId">>;
    if (tenantId !== "") count(tenantId, reply.statusCode);
    done();
  });
  return count;
}

function nameOutcome(status: number): string {
  if (status >= 500) return "failed";
  if (status === 429) return "limited";
  return status >= 400 ? "refused" : "ok";
}
