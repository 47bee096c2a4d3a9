export { parseConfig, ConfigurationError, type Environment } from "./platform/config/parse-config.ts";
export type { Config } from "./platform/config/config.schema.ts";
export {
  createConnectionControls,
  type ConnectionControls,
} from "./features/providers/connection-controls.ts";
export { createProvisioning, type Provisioning } from "./app/provisioning.ts";
export { applyFile, FileIssuesError, type ApplyFileOptions } from "./features/configuration/apply-file.ts";
export { describeConfiguration } from "./features/configuration/describe-configuration.ts";
export { listChangeLines } from "./features/configuration/describe-change.ts";
export { addOperator } from "./features/access/operators.ts";
export { readPresent } from "./features/configuration/read-present.ts";
export { openDatabaseSource, type DatabaseSource } from "./app/database-source.ts";
export { startGateway, type Gateway, type GatewayOptions } from "./app/gateway.ts";
export { createModuleImporter, loadAdapters, type Adapters } from "./features/providers/load-adapters.ts";
export { buildApp } from "./app/build-app.ts";
export { describeApi } from "./app/describe-api.ts";
export { createLocalMasterKeys, type MasterKeys } from "./platform/encryption/master-keys.ts";
export { createLog, type Log } from "./platform/observability/log.ts";
export { migrate } from "./platform/database/migrate.ts";
export { createServices, type Services } from "./app/services.ts";
