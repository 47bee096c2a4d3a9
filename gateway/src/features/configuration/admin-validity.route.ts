import { TenantValidity } from "@kyc-gateway/http-api";
import { putValidity } from "./edits.ts";
import { presentValidity } from "./export-configuration.ts";
import { createTenantSettingRoute } from "./tenant-setting.route.ts";
import { completeValidity } from "./validity-settings.ts";

/** `/admin/v1/tenants/{tenant}/validity`. */
export const adminValidityRoute = createTenantSettingRoute({
  path: "validity",
  name: "Validity",
  summary: "when a tenant is told that approvals end",
  schema: TenantValidity,
  present: ({ validity }) => presentValidity(validity),
  replace: (current, { name }, wanted) => putValidity(current, name, completeValidity(wanted)),
});
