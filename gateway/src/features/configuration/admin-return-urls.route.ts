import { TenantReturnUrls } from "@kyc-gateway/http-api";
import { putReturnUrls } from "./edits.ts";
import { presentReturnUrls } from "./export-configuration.ts";
import { completeReturnUrls } from "./return-url-settings.ts";
import { createTenantSettingRoute } from "./tenant-setting.route.ts";

/** `/admin/v1/tenants/{tenant}/return-urls`. */
export const adminReturnUrlsRoute = createTenantSettingRoute({
  path: "return-urls",
  name: "ReturnUrls",
  summary: "where a tenant's applicants may return to",
  schema: TenantReturnUrls,
  present: ({ returnUrls }) => presentReturnUrls(returnUrls),
  replace: (current, { name }, wanted) => putReturnUrls(current, name, completeReturnUrls(wanted)),
});
