import { RoutingRules } from "@kyc-gateway/http-api";
import { toRule } from "./configuration-model.ts";
import { putRouting } from "./edits.ts";
import { presentRule } from "./export-configuration.ts";
import { createTenantSettingRoute } from "./tenant-setting.route.ts";

/** `/admin/v1/tenants/{tenant}/routing`. */
export const adminRoutingRoute = createTenantSettingRoute({
  path: "routing",
  name: "Routing",
  summary: "a tenant's routing rules, in order",
  description: "All of them at once: their order is part of them, and each is checked against the others.",
  schema: RoutingRules,
  member: "rules",
  present: ({ routing }) => ({ rules: routing.map(presentRule) }),
  replace: (current, { name }, { rules }) => putRouting(current, name, rules.map(toRule)),
});
