import type { EventEndpoint, NewSigningKey, SigningKeyKind, EndpointEventType } from "@kyc-gateway/http-api";
import { findTenantId } from "../../features/configuration/find-tenant-id.ts";
import type { EndpointRefusal } from "../../features/events/endpoints/endpoint-service.ts";
import { createEndpointPresenter, presentNewKey } from "../../features/events/endpoints/present-endpoint.ts";
import { createEvents } from "../../features/events/events.ts";
import { createMetrics } from "../../platform/observability/metrics/metrics.ts";
import { NotConfiguredError } from "../../platform/validation/not-configured-error.ts";
import { withDatabase } from "./with-database.ts";

/** One tenant's endpoints. Each throws `NotConfiguredError` with the reason why an endpoint stays as it is. */
export interface EndpointCommands {
  /** The key is shown this once. */
  create(wanted: {
    readonly url: string;
    readonly description: string;
    readonly keyKind: SigningKeyKind;
    readonly types?: EndpointEventType[];
  }): Promise<{ readonly id: string; readonly key: NewSigningKey }>;
  list(): Promise<readonly EventEndpoint[]>;
  enable(id: string): Promise<void>;
  disable(id: string): Promise<void>;
}

/** Gives the work the endpoints of a tenant. Throws `NotConfiguredError` for one that is not there. */
export function withEndpoints(
  tenant: string,
  work: (endpoints: EndpointCommands) => Promise<void>,
): Promise<void> {
  return withDatabase(async ({ config, log, database, vault, actor }) => {
    const tenantId = await findTenantId(database, tenant);
    const metrics = createMetrics();
    const events = createEvents({ database, vault, log, metrics, allowedHosts: config.eventHostsAllowed });
    const { endpoints } = events;
    const present = createEndpointPresenter(endpoints.store);
    try {
      await work({
        async create(wanted) {
          const { endpoint, key } = accept(await endpoints.create({ tenantId, actor }, wanted));
          return { id: endpoint.id, key: presentNewKey(key) };
        },
        async list() {
          const listed: EventEndpoint[] = [];
          for (const endpoint of await endpoints.store.list(tenantId)) listed.push(await present(endpoint));
          return listed;
        },
        async enable(id) {
          accept(await endpoints.enable({ tenantId, id, actor }));
        },
        async disable(id) {
          accept(await endpoints.disable({ tenantId, id, actor }));
        },
      });
    } finally {
      await events.close();
    }
  });
}

const refusals = {
  unknown: "There is no such endpoint.",
  unknown_key: "The endpoint has no such key.",
  duplicate: "The tenant has an endpoint with this URL.",
  full: "The tenant has as many endpoints as it may.",
  last_key: "An endpoint needs a key.",
  no_event: "There is no such event.",
} as const satisfies Record<Exclude<EndpointRefusal["kind"], "issue">, string>;

function accept<T extends object>(result: T | EndpointRefusal): T {
  if (!("kind" in result)) return result;
  const refusal: EndpointRefusal = result;
  throw new NotConfiguredError(
    refusal.kind === "issue" ? `The URL ${refusal.issue.message}.` : refusals[refusal.kind],
  );
}
