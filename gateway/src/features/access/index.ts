/** What other features may use of this one. */
export { authenticationPlugin, type Callers } from "./authentication.plugin.ts";
