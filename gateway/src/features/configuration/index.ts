/** What other features may use of this one. */
export type { ConfigurationCommands } from "./configuration-commands.ts";
export {
  type ApiKeyGrant,
  type OperatorGrant,
  type ConfigurationSnapshot,
  type Scope,
  scopes,
} from "./configuration-snapshot.ts";
export type { CurrentConfiguration } from "./current-configuration.ts";
export { putPrivacy } from "./edits.ts";
export { presentPrivacy } from "./export-configuration.ts";
export { findTenantId } from "./find-tenant-id.ts";
export { createTenantNames } from "./find-tenant.ts";
export type { Credentials } from "./load-snapshot.ts";
export { type RetentionClass, completePrivacy, retentionClasses } from "./privacy-settings.ts";
export { createTenantSettingRoute } from "./tenant-setting.route.ts";
export { ConnectionEntity } from "./connection.entity.ts";
export { TenantEntity } from "./tenant.entity.ts";
