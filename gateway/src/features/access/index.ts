/** What other features may use of this one. */
export { isRoleEnough } from "./least-roles.ts";
export { authenticationPlugin, type Callers } from "./authentication.plugin.ts";
