import { ConfiguredEndpoints } from "@kyc-gateway/http-api";
import { completeEndpoints, presentEndpointModel, toEndpointModel } from "../events/index.ts";
import { putEndpoints } from "./edits.ts";
import { createTenantSettingRoute } from "./tenant-setting.route.ts";

/** `/admin/v1/tenants/{tenant}/event-endpoints`. */
export const adminEndpointsRoute = createTenantSettingRoute({
  path: "event-endpoints",
  name: "ConfiguredEndpoints",
  summary: "where a tenant's events are posted",
  description:
    "All of them at once; one with the same URL stays, with its keys and what waits for it. Keys are made here: references are for files.",
  schema: ConfiguredEndpoints,
  member: "eventEndpoints",
  present: ({ eventEndpoints }) => ({ eventEndpoints: (eventEndpoints ?? []).map(presentEndpointModel) }),
  replace(current, { name, eventEndpoints }, wanted) {
    const models = wanted.eventEndpoints.map(toEndpointModel);
    return putEndpoints(current, name, completeEndpoints(models, eventEndpoints ?? [], undefined));
  },
});
