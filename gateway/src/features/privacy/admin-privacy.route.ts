import { TenantPrivacy } from "@kyc-gateway/http-api";
import {
  completePrivacy,
  createTenantSettingRoute,
  presentPrivacy,
  putPrivacy,
} from "../configuration/index.ts";

/** `/admin/v1/tenants/{tenant}/privacy`. */
export const adminPrivacyRoute = createTenantSettingRoute({
  path: "privacy",
  name: "Privacy",
  summary: "what a tenant requires for its people's data",
  description:
    "`GET /admin/v1/retention` tells beforehand what a shorter time would delete. What is gone is gone.",
  schema: TenantPrivacy,
  present: ({ privacy }) => presentPrivacy(privacy),
  replace: (current, { name }, wanted) => putPrivacy(current, name, completePrivacy(wanted)),
});
