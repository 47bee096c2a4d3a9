/** What other features may use of this one. */
export type { AdapterHost } from "./adapter-host.ts";
export { AccountConfigurationEntity } from "./account-configuration.entity.ts";
export { readAdapterError } from "./calling/host-error.ts";
export type { RecentCalls } from "./calling/recent-calls.ts";
export type { CallOutcome } from "./calling/provider-call.ts";
export { applyControls } from "./connection-controls.ts";
export { ConnectionControlsEntity } from "./connection-controls.entity.ts";
export { callFacet, facetProblems, type FacetCall } from "./call-facet.ts";
export {
  type ConnectionsInUse,
  chooseConnection,
  listUsable,
  refuseUnsupported,
} from "./choose-connection.ts";
export { connectionFlags } from "./connection-flag.ts";
export type { ConnectionFactory, ConnectionRuntime } from "./connection-runtime.ts";
export { explainProviderFailure } from "./provider-problem.ts";
